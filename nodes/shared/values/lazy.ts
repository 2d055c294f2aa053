/** Makes a value with its first use, and keeps it: n8n loads every node at its start, and uses few of them. */
export function lazy<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}
