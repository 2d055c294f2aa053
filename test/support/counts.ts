import { ExecuteContext } from 'n8n-core';
import { Expression } from 'n8n-workflow';
import { TestCredentials } from './credentials';

/** What n8n was asked for while something ran. */
export interface Counts {
	/** Parameter and number of its item, one for each time that it was read. */
	readonly parameters: string[];
	/** Expressions, one for each time that it was evaluated. */
	readonly expressions: string[];
	/** Times that a credential was decrypted, n8n's own for each call included. */
	decryptions: number;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** n8n's engine keeps to itself the class that has this method: one of those that a context is made of. */
function ownerOf(name: string): Methods {
	let owner: object | null = ExecuteContext.prototype;
	while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
	if (!owner) throw new Error(`n8n's contexts have no ${name} any more`);
	return owner as Methods;
}

/** What the work gives, and what n8n's engine did for it. It counts all runs of this process meanwhile. */
export async function counted<T>(work: () => Promise<T>): Promise<{ result: T; counts: Counts }> {
	const counts: Counts = { parameters: [], expressions: [], decryptions: 0 };
	const undo = [
		before(ownerOf('_getNodeParameter'), '_getNodeParameter', (name, item) =>
			counts.parameters.push(`${String(name)} of ${String(item)}`),
		),
		// what all of n8n's engines for expressions go through, beside the one in another process
		before(Expression.prototype as unknown as Methods, 'renderExpression', (expression) =>
			counts.expressions.push(String(expression)),
		),
		before(TestCredentials.prototype as unknown as Methods, 'getDecrypted', () => counts.decryptions++),
	];
	try {
		return { result: await work(), counts };
	} finally {
		for (const put of undo) put();
	}
}

/** Calls `count` before each call of a method. Gives what puts the method back. */
function before(owner: Methods, name: string, count: (...args: unknown[]) => unknown): () => void {
	const own = owner[name];
	owner[name] = function (...args) {
		count(...args);
		return own.apply(this, args);
	};
	return () => {
		owner[name] = own;
	};
}
