import fs, { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadOrCreateKey, keyedHash, keyFrom, keyId } from '../../../sync/ledger/hash';

const HEX = '0123456789abcdef'.repeat(4);
const key = Buffer.from(HEX, 'hex');

describe('the key of the hashes', () => {
	it.each([
		['hex', HEX],
		['upper-case hex', HEX.toUpperCase()],
		['base64', key.toString('base64')],
		['base64url', key.toString('base64url')],
	])('is taken as %s', (_, text) => {
		expect(keyFrom(text).equals(key)).toBe(true);
	});

	it.each([
		['too short in hex', HEX.slice(2)],
		['too short in base64', key.subarray(1).toString('base64')],
		['nothing', ''],
		['a sentence', 'this is a sentence of many more than thirty-two letters'],
		['with a mark before it', `!${key.toString('base64')}`],
		['with a blank behind it', `${key.toString('base64')} `],
	])('is refused when it is %s, without being shown', (_, text) => {
		expect(() => keyFrom(text)).toThrow('the hash key is not 32 random bytes in hex or base64');
	});

	it('longer than needed is used whole, and hex of an odd length is not hex', () => {
		expect(keyFrom(`${HEX}ff`)).toHaveLength(33);
		expect(keyFrom(`${HEX}f`)).toEqual(Buffer.from(`${HEX}f`, 'base64'));
	});

	it('lies beside the ledger, is created once, and only its owner can read it', () => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		expect(existsSync(`${ledger}.key`)).toBe(false);
		const made = loadOrCreateKey(ledger);
		expect(made).toHaveLength(32);
		expect(loadOrCreateKey(ledger).equals(made)).toBe(true);
		expect(readFileSync(`${ledger}.key`, 'utf8').trim()).toBe(made.toString('hex'));
		expect(statSync(`${ledger}.key`).mode & 0o777).toBe(0o600);
	});

	it('that somebody copied there is used, and made private', () => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		writeFileSync(`${ledger}.key`, `${HEX}\n`, { mode: 0o644 });
		expect(loadOrCreateKey(ledger).equals(key)).toBe(true);
		expect(statSync(`${ledger}.key`).mode & 0o777).toBe(0o600);
	});

	it('that another process creates at the same time is used: neither overwrites the other', () => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		writeFileSync(`${ledger}.key`, HEX);
		jest.spyOn(fs, 'existsSync').mockReturnValueOnce(false);
		expect(loadOrCreateKey(ledger).equals(key)).toBe(true);
		expect(readdirSync(path.dirname(ledger))).toEqual(['ledger.sqlite.key']);
		jest.restoreAllMocks();
	});

	it('is copied into place where the file system has no links', () => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		jest.spyOn(fs, 'linkSync').mockImplementationOnce(() => {
			throw Object.assign(new Error('not supported'), { code: 'ENOTSUP' });
		});
		expect(loadOrCreateKey(ledger)).toHaveLength(32);
		expect(readdirSync(path.dirname(ledger))).toEqual(['ledger.sqlite.key']);
		jest.restoreAllMocks();
	});

	it.each([
		['nothing', ''],
		['a half', HEX.slice(0, 30)],
		['rubbish', 'no key at all, but long enough for one, one would think'],
	])('that holds %s is refused, with its name and what to do', (_, text) => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		writeFileSync(`${ledger}.key`, text);
		expect(() => loadOrCreateKey(ledger)).toThrow(
			`the file ${ledger}.key holds no key of the ledger. Restore it from your backup; where nothing was synced yet, delete it together with the ledger`,
		);
	});

	it('that cannot be written is reported, whatever the fault', () => {
		const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'ledger.sqlite');
		const faults = [
			[new Error('no space'), 'no space'],
			[Object.assign(new Error('read only'), { code: 'EROFS' }), 'its disk is read-only. Mount the folder of n8n'],
			['a text', 'a text'],
		] as const;
		for (const [fault, said] of faults) {
			const spy = jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(() => {
				throw fault;
			});
			expect(() => loadOrCreateKey(ledger)).toThrow(said);
			spy.mockRestore();
		}
	});

	it('cannot be created where there is no folder', () => {
		expect(() => loadOrCreateKey(path.join(tmpdir(), 'no-such-folder', 'ledger.sqlite'))).toThrow('ENOENT');
	});

	it('has a name of its own that is not the key', () => {
		expect(keyId(key)).toMatch(/^[0-9a-f]{16}$/);
		expect(keyId(key)).toBe(keyId(keyFrom(HEX)));
		expect(keyId(key)).not.toBe(keyId(Buffer.alloc(32)));
		expect(HEX).not.toContain(keyId(key));
		expect(keyedHash(key)('ann@example.com')).toMatch(/^[\w-]{22}$/);
	});
});
