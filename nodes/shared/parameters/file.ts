import type { IExecuteFunctions } from 'n8n-workflow';
import type { ItemFile } from '../values/file';

/** A file in parts, from its beginning each time it is read. */
export type Parts = () => AsyncIterable<Uint8Array>;

/** Bytes of one part. */
const PART = 64 * 1024;

/** The file that an item carries. Where n8n keeps files outside its memory, it is never there as a whole. */
export async function fileOf(context: IExecuteFunctions, itemIndex: number, property: ItemFile): Promise<Parts> {
	const { id } = context.helpers.assertBinaryData(itemIndex, property); // says which field is missing
	if (id === undefined) return inParts(await context.helpers.getBinaryDataBuffer(itemIndex, property));
	return async function* () {
		yield* await context.helpers.getBinaryStream(id, PART);
	};
}

/** Bytes that are in memory already. */
export const inParts = (bytes: Uint8Array): Parts =>
	async function* () {
		for (let at = 0; at < bytes.length; at += PART) yield bytes.subarray(at, at + PART);
	};
