import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { DateUse } from '../../../sync/model/dates';
import type { Account } from '../account';
import type { Parts } from './file';
import { InputProblem, shorten } from './inputProblem';
import { readBoolean } from '../values/boolean';
import { readCountry } from '../values/country';
import { readEmail } from '../values/email';
import { filled, isEmpty } from '../values/empty';
import type { Field } from '../values/field';
import { readFile, type ItemFile } from '../values/file';
import { readList } from '../values/list';
import { readMoment } from '../values/moment';
import { readNumber } from '../values/number';
import { readText } from '../values/text';

export { InputProblem, shorten, UnknownEntry } from './inputProblem';

/** Reads the raw value of a parameter for one item; undefined when it is not set. */
export type Reader = (name: string) => unknown;

/** A cached read: `name` identifies it, `read` makes what is kept of the records that it gave. */
export interface Found<T> {
	readonly name: string;
	readonly read: (records: IDataObject[]) => T;
}

export interface InputSource {
	readonly read: Reader;
	/** None where a trigger reads its parameters. */
	readonly account?: Account;
	/** The item as it came in. */
	readonly item?: IDataObject;
	/** IANA zone of the workflow: what a date without offset is meant in. */
	readonly zone?: string;
	/** Reads a further credential of the node, as this item has it. */
	readonly credential?: (type: string) => Promise<ICredentialDataDecryptedObject>;
	/** A file that came with the item. */
	readonly file?: (property: ItemFile) => Promise<Parts>;
	/** Results of cached reads, by the name of the read. */
	readonly found?: ReadonlyMap<string, unknown>;
}

/** What the user filled in for one item, read and checked. Throws `InputProblem`. */
export class Input {
	private readonly made = new Map<unknown, unknown>();

	constructor(private readonly source: InputSource) {}

	/** What `make` gives, made once for these parameters: a call's body and its answer both need it. */
	once<T>(key: unknown, make: () => T): T {
		if (!this.made.has(key)) this.made.set(key, make());
		return this.made.get(key) as T; // stored under the key by the code that made it
	}

	get account(): Account {
		if (!this.source.account) throw new Error('A trigger has no account before it calls');
		return this.source.account;
	}

	/** IANA zone of the workflow. */
	get zone(): string | undefined {
		return this.source.zone;
	}

	/** The item as it came in; empty where there is none. */
	get item(): IDataObject {
		return this.source.item ?? {};
	}

	/** The file of the item that this parameter names, or gives. */
	async file(name: string): Promise<Parts> {
		const property = this.read(name, readFile) ?? this.required(name);
		if (!this.source.file) throw new InputProblem(name, 'No file can be read here', 'Give the content as text.');
		return await this.source.file(property);
	}

	/** What a further credential of the node holds. */
	async credential(type: string): Promise<ICredentialDataDecryptedObject> {
		if (!this.source.credential) throw new InputProblem('credential', 'No further credential can be read here');
		return await this.source.credential(type);
	}

	/** The same parameters with the results of further cached reads at hand. */
	withFound(found: ReadonlyMap<string, unknown>): Input {
		return new Input({ ...this.source, found: new Map([...(this.source.found ?? []), ...found]) });
	}

	/** The same parameters with some replaced. */
	with(values: Readonly<Record<string, unknown>>): Input {
		return new Input({ ...this.source, read: (name) => (name in values ? values[name] : this.source.read(name)) });
	}

	/** The result of a cached read that the endpoint named in `needs`. */
	cached<T>(cachedRead: Found<T>): T {
		if (!this.source.found?.has(cachedRead.name))
			throw new Error(`The endpoint did not name ${cachedRead.name} in its needs`);
		return this.source.found.get(cachedRead.name) as T; // stored under the read's own name by the code that ran it
	}

	/**
	 * The result of a cached read that the operation named in `needs` or `wants`; undefined where there was none, or it
	 * failed.
	 */
	cachedIfAny<T>(cachedRead: Found<T>): T | undefined {
		// stored under the read's own name by the code that ran it
		return this.source.found?.get(cachedRead.name) as T | undefined;
	}

	raw(name: string): unknown {
		return this.source.read(name);
	}

	/** An id, from a resource locator or typed: one part of a path, encoded later. */
	id(name: string): string {
		const id = this.text(name);
		if (id === '')
			throw new InputProblem(
				name,
				`${titleOf(name)} is empty`,
				'Choose an entry from the list, or map an ID from an earlier node.',
			);
		if (id.includes('/') || id === '.' || id === '..') {
			throw new InputProblem(
				name,
				`${titleOf(name)} "${shorten(id)}" is not an ID`,
				'Map the ID alone, without a URL or path.',
			);
		}
		return id;
	}

	/** Trimmed text; empty when not set. */
	text(name: string): string {
		return this.read(name, readText) ?? '';
	}

	required(name: string): string {
		const text = this.text(name);
		if (text === '')
			throw new InputProblem(name, `${titleOf(name)} is empty`, 'Fill it in, or map a field that is never empty.');
		return text;
	}

	/** One address; empty when not set. */
	email(name: string): string {
		return this.read(name, readEmail) ?? '';
	}

	/** False when not set. */
	flag(name: string): boolean {
		return this.read(name, readBoolean) ?? false;
	}

	number(name: string): number | undefined {
		return this.read(name, readNumber);
	}

	/** A list, JSON, or text with commas. Trimmed, without empty entries and repetitions. */
	list(name: string): string[] {
		return this.read(name, readList) ?? [];
	}

	/** As `list`, with at least one entry. */
	requiredList(name: string): string[] {
		const list = this.list(name);
		if (list.length === 0) throw new InputProblem(name, `${titleOf(name)} is empty`, 'Name at least one.');
		return list;
	}

	/** A date and time as ISO 8601 in UTC. */
	time(name: string): string | undefined {
		return timeOf(this.source.read(name), name, this.source.zone);
	}

	private read<T>(name: string, read: (value: unknown, field: Field) => T): T | undefined {
		const value = this.source.read(name);
		return isEmpty(value) ? undefined : read(value, fieldOf(name));
	}

	/** A collection of optional fields ("Options", "Additional Fields"). */
	collection(name: string): IDataObject {
		const value = this.source.read(name);
		// n8n gives collections as objects
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as IDataObject) : {};
	}

	/** One field of the collection "Options". */
	option(name: string): unknown {
		return this.collection('options')[name];
	}

	/** ISO code of the country that an option names; undefined when not set. */
	country(name: string): string | undefined {
		return filled(this.option(name), (value) => readCountry(value, fieldOf(name)));
	}

	/** The option "Default Phone Country". */
	get phoneCountry(): string | undefined {
		return this.country('phoneCountry');
	}

	/** The fields mapped in a resource mapper, by column id. In automatic mode they are the item's own. */
	mapped(name: string): IDataObject {
		const mapper = this.collection(name);
		if (mapper.mappingMode === 'autoMapInputData') return this.source.item ?? {};
		const values = mapper.value;
		// as n8n stores them
		return values !== null && typeof values === 'object' && !Array.isArray(values) ? (values as IDataObject) : {};
	}

	/** How mapped dates are read. */
	get dates(): DateUse {
		const order = this.option('dateOrder');
		return { zone: this.zone, ...(order === 'dayFirst' || order === 'monthFirst' ? { order } : {}) };
	}

	mapsAutomatically(name: string): boolean {
		return this.collection(name).mappingMode === 'autoMapInputData';
	}

	matchingColumns(name: string): string[] {
		return listOf(this.collection(name).matchingColumns);
	}
}

export function textOf(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
}

/** The objects of a list; none where there is no list. */
export const asObjects = (value: unknown): IDataObject[] =>
	Array.isArray(value)
		? value.filter((entry): entry is IDataObject => entry !== null && typeof entry === 'object')
		: [];

export function listOf(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(textOf) : textOf(value).split(',');
	return [...new Set(entries.map((entry) => entry.trim()).filter((entry) => entry !== ''))];
}

/** ISO 8601 in UTC without milliseconds; undefined when not set. A date without offset is meant in `zone`. */
export const timeOf = (value: unknown, field: string, zone?: string): string | undefined =>
	isEmpty(value) ? undefined : readMoment(value, fieldOf(field), { zone });

/** A parameter as messages name it. */
const fieldOf = (name: string): Field => ({ id: name, label: titleOf(name) });

/** `contactId` → `Contact ID`, as the editor shows it. */
export function titleOf(name: string): string {
	const words = name
		.replace(/([A-Z])/g, ' $1')
		.trim()
		.split(' ');
	return words
		.map((word) => (word.toLowerCase() === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
		.join(' ');
}

/** A noun with its article, for texts about any kind of record. */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
