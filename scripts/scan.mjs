// n8n's package scanner, run locally on the source and on the packed tarball. Only the exceptions below may be found.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Rule → why the package does not follow it, and in which files. */
const EXCEPTIONS = {
	'@n8n/community-nodes/no-runtime-dependencies': {
		why: 'The package serves three services, which rules out the badge for verified packages; its run-time dependencies are declared and installed by a self-hosted n8n.',
		where: /^package\.json$/,
	},
	'@n8n/community-nodes/no-restricted-imports': {
		why: 'Follows from the run-time dependencies, and from the ledger, which is a file or a database.',
		where: /./,
	},
	'@n8n/community-nodes/no-restricted-globals': {
		why: "The ledger lies in n8n's own folder, which only the environment tells, and belongs to a process.",
		where: /^dist\/index\.js$/,
	},
};

async function scan(folder, patterns) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages
			.filter(({ severity }) => severity === 2)
			.map(({ ruleId, line, message }) => ({
				file: path.relative(folder, filePath),
				rule: ruleId ?? 'parse',
				line,
				message,
			})),
	);
}

function unpack(folder) {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
	);
	execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', folder]);
	return path.join(folder, 'package');
}

const folder = mkdtempSync(path.join(tmpdir(), 'scan-'));
try {
	const found = [
		...(await scan(root, SOURCE_FILE_PATTERNS)),
		...(await scan(unpack(folder), ['**/*.js', 'package.json'])),
	];
	const unexpected = found.filter(({ rule, file }) => !EXCEPTIONS[rule]?.where.test(file));
	for (const { file, rule, line, message } of unexpected) console.error(`${file}:${line} ${rule}: ${message}`);
	for (const [rule, { why, where }] of Object.entries(EXCEPTIONS)) {
		const count = found.filter((one) => one.rule === rule && where.test(one.file)).length;
		console.log(count > 0 ? `excepted ${count} × ${rule}: ${why}` : `exception no longer needed: ${rule}`);
		if (count === 0) process.exitCode = 1;
	}
	console.log(`scan: ${unexpected.length} findings`);
	if (unexpected.length > 0) process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
