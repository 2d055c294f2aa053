/**
 * n8n stores the data of an execution as one flat JSON array in which every object, array and text inside another is
 * the index of its own entry, written as text ("flatted"). This puts it together again.
 */
export function unflatten(text: string): unknown {
	const entries: unknown[] = JSON.parse(text);
	const restored = new Map<number, unknown>();

	const restore = (index: number): unknown => {
		if (restored.has(index)) return restored.get(index);
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		const whole: unknown[] | Record<string, unknown> = Array.isArray(entry) ? [] : {};
		restored.set(index, whole); // before its content, which may point back to it
		for (const [key, value] of Object.entries(entry))
			Object.assign(whole, { [key]: typeof value === 'string' ? restore(Number(value)) : value });
		return whole;
	};
	return restore(0);
}
