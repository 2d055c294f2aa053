// Imports go one way: nodes/<Service> → nodes/shared, sync and deliveries; sync and deliveries → store; none of these three → n8n; no service → another;
// never → sandbox or test.
const { readFile } = require('node:fs/promises');
const path = require('node:path');
const { globSync } = require('node:fs');

const areaOf = (file) => {
	const [top, second] = file.split('/');
	if (top === 'nodes') return second === 'shared' ? 'shared' : `service ${second}`;
	return top;
};

/** What an area may import of this project, besides itself. */
function allowed(area) {
	if (area.startsWith('service ')) return ['shared', 'sync', 'deliveries'];
	if (area === 'shared') return ['sync'];
	if (area === 'credentials') return ['shared', 'service GhlContacts', 'service Booqable', 'service Roofr'];
	if (area === 'sync' || area === 'deliveries') return ['store'];
	return area === 'store' ? [] : undefined;
}

/** The steps of a Sync, in the order in which they may know of each other: each one only of those before. */
const STEPS = ['model', 'ledger', 'gather', 'decide', 'record', 'perform', 'manage'];
/** What decides is pure: of what is gathered it takes the observation, and nothing that calls. */
const PURE = /^(gather\/observation|ledger\/ledger|model\/[a-zA-Z]+|decide\/[a-zA-Z]+)$/;

function checkSteps(file, specifier) {
	const inside = file.slice('sync/'.length);
	const step = inside.split('/')[0];
	const target = path.posix.normalize(path.posix.join(path.posix.dirname(inside), specifier));
	const problems = [];
	if (!STEPS.includes(step) || target.startsWith('../')) return problems;
	const other = target.split('/')[0];
	if (STEPS.indexOf(other) > STEPS.indexOf(step)) problems.push(`${file} may not import ${target}: ${other} comes after ${step}`);
	if (step === 'decide' && !PURE.test(target)) problems.push(`${file} may not import ${target}: a decision is pure`);
	return problems;
}

function targetOf(file, specifier) {
	if (!specifier.startsWith('.')) return specifier;
	return areaOf(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)));
}

async function checkArrows() {
	const problems = [];
	for (const file of globSync('{nodes,credentials,sync,deliveries,store}/**/*.ts').map((name) => name.replaceAll(path.sep, '/'))) {
		const area = areaOf(file);
		const source = await readFile(file, 'utf8');
		for (const [, specifier] of source.matchAll(/from '([^']+)'/g)) {
			if (area === 'sync' && specifier.startsWith('.')) problems.push(...checkSteps(file, specifier));
			const target = targetOf(file, specifier);
			const own = specifier.startsWith('.');
			if (own && target !== area && !allowed(area)?.includes(target)) problems.push(`${file} may not import ${target}`);
			if (!own && ['sync', 'deliveries', 'store'].includes(area) && target.startsWith('n8n')) problems.push(`${file} may not import ${target}: ${area} knows nothing of n8n`);
		}
	}
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

module.exports = { checkArrows };
