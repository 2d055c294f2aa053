import { availableParallelism } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import type { INodeProperties } from 'n8n-workflow';
import { check, type AttackPattern } from 'recheck';
import * as published from '../../../index';
import type * as parameterModule from '../../../nodes/shared/parameters/parameter';
import type * as redactModule from '../../../nodes/shared/sync/redact';
import type * as listModule from '../../../nodes/shared/values/list';
import { hostileTexts, LENGTH, repeats } from '../../support/patterns/hostileTexts';
import {
	builders,
	builtWhile,
	describedPatterns,
	different,
	literalPatterns,
	type Pattern,
} from '../../support/patterns/patterns';
import { ROOT } from '../../support/root';

const FIELD = { id: 'field', label: 'Field' };
const PICKER = {
	name: 'contactId',
	displayName: 'Contact',
	type: 'resourceLocator',
	default: '',
	modes: [{ name: 'url', displayName: 'By URL', type: 'string', extractValue: { type: 'regex', regex: '/(a+)$' } }],
} satisfies INodeProperties;

/** Loads the files that put patterns together, and calls the functions in them that do it later. */
const loadAndUse = (): unknown =>
	jest.isolateModules(() => {
		for (const file of builders()) require(path.join(ROOT, file));
		const list = require('../../../nodes/shared/values/list') as typeof listModule;
		for (const marks of [',\n\t', ',;\n', ',']) list.readList('a, b', FIELD, marks);
		const { redact } = require('../../../nodes/shared/sync/redact') as typeof redactModule;
		redact('the note (b+)+ is wrong', { note: '(b+)+' });
		const { valueOf } = require('../../../nodes/shared/parameters/parameter') as typeof parameterModule;
		valueOf(PICKER, { __rl: true, mode: 'url', value: 'https://app.example.com/aa' });
	});

const built = builtWhile(loadAndUse);
/** n8n itself holds the address of a picker against them, with and without anchors. */
const described = Object.values(published)
	.map((Type): object => new Type())
	.flatMap((one) => describedPatterns(one, one.constructor.name))
	.flatMap((pattern) => [pattern, { ...pattern, source: `^${pattern.source}$` }]);
/** Without those that repeat nothing: from each character they look at a bounded number of others. */
const patterns = different([...literalPatterns(), ...built, ...described]).filter(repeats);

test('each way in which the package gets a pattern is seen here', () => {
	expect(new Set(built.map(({ at }) => at))).toEqual(new Set(builders()));
	expect(described.length).toBeGreaterThan(10);
	expect(patterns.length).toBeGreaterThan(150);
});

/** Milliseconds within which a million characters are done; a pattern that is not linear takes an hour. */
const WATCHDOG = 10_000;

/** Whether V8 comes to the end of it; a pattern without an end is stopped. */
function comesToAnEnd({ source, flags }: Pattern, text: string): boolean {
	try {
		vm.runInNewContext('text.replace(new RegExp(source, flags), "")', { source, flags, text }, { timeout: WATCHDOG });
		return true;
	} catch {
		return false;
	}
}

/** The checker's attack, with a million characters. */
const enlarged = ({ pumps, suffix }: AttackPattern): string =>
	pumps.map(({ prefix, pump }) => prefix + pump.repeat(LENGTH / pumps.length / pump.length)).join('') + suffix;

/** Milliseconds that the checker may think about a pattern; none needs a tenth of it on an idle machine. */
const PATIENCE = 120_000;

/**
 * Whether the checker recheck finds a pattern linear. From automata it knows that for certain. Of patterns that look
 * ahead or behind it counts the steps for a few thousand characters; what it suspects there is tried on V8.
 */
async function isLinear(pattern: Pattern): Promise<boolean> {
	const verdict = await check(pattern.source, pattern.flags, { timeout: PATIENCE });
	if (verdict.status !== 'vulnerable') return verdict.status === 'safe';
	return verdict.checker === 'fuzz' && comesToAnEnd(pattern, enlarged(verdict.attack));
}

async function faults(): Promise<string[]> {
	const waiting = [...patterns];
	const found: string[] = [];
	const worker = async (): Promise<void> => {
		for (let one = waiting.pop(); one; one = waiting.pop())
			if (!(await isLinear(one))) found.push(`${one.at} /${one.source}/${one.flags}`);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	return found;
}

test('every pattern is linear, by the verdict of a checker that counts steps', async () => {
	expect(await faults()).toEqual([]);
}, 600_000);

test('every pattern comes to the end of a million hostile characters', () => {
	const fed = patterns.map((pattern) => ({ pattern, texts: hostileTexts(pattern) }));
	expect(fed.flatMap(({ texts }) => texts).length).toBeGreaterThan(300);
	const stopped = fed.filter(({ pattern, texts }) => !texts.every((text) => comesToAnEnd(pattern, text)));
	expect(stopped.map(({ pattern }) => `${pattern.at} /${pattern.source}/${pattern.flags}`)).toEqual([]);
}, 600_000);

/** What "Trim" is often written as: each blank of a million is the beginning of another attempt. */
const QUADRATIC: Pattern = { source: '\\s+$', flags: '', at: 'here' };

test('a pattern that is not linear is found by both', async () => {
	expect(await isLinear(QUADRATIC)).toBe(false);
	expect(hostileTexts(QUADRATIC).every((text) => comesToAnEnd(QUADRATIC, text))).toBe(false);
}, 60_000);
