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
			const target = targetOf(file, specifier);
			const own = specifier.startsWith('.');
			if (own && target !== area && !allowed(area)?.includes(target)) problems.push(`${file} may not import ${target}`);
			if (!own && ['sync', 'deliveries', 'store'].includes(area) && target.startsWith('n8n')) problems.push(`${file} may not import ${target}: ${area} knows nothing of n8n`);
		}
	}
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

module.exports = { checkArrows };
