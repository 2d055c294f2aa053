import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../../shared/http/errors';
import { textOf } from '../../shared/parameters/input';
import type { NamedLists } from '../../shared/runner/names';
import { getManyStages } from '../actions/stage';

/** Roofr's IDs are numbers; those of a platform before it may be UUIDs. */
const isId = (text: string): boolean => /^\d+$|^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** An account whose API has no list of stages, or not for this key, takes IDs alone. */
const WITHOUT: ReadonlySet<number> = new Set([403, 404, 405, 501]);

const ofStages: NamedLists[string] = {
	isId,
	read: {
		name: 'stages',
		keep: 300_000,
		perToken: true,
		endpoint: getManyStages.endpoint,
		read: (records: IDataObject[]) =>
			records.map(({ id, name }) => ({ name: textOf(name) || textOf(id), value: textOf(id) })),
		otherwise: (error) => {
			if (error instanceof ApiError && WITHOUT.has(error.status)) return undefined;
			throw error;
		},
	},
};

/** What a parameter or a column takes by name. */
export const namedLists: NamedLists = { searchStages: ofStages, stageId: ofStages, 'fields.stageId': ofStages };
