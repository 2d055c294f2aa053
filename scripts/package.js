// What package.json tells n8n must be what was built: letter by letter, since servers mind upper and lower case.
const { globSync } = require('node:fs');
const path = require('node:path');

async function checkPackage() {
	const { n8n } = require('../package.json');
	const built = (pattern) =>
		globSync(pattern)
			.map((name) => name.replaceAll(path.sep, '/'))
			.sort();
	for (const [kind, pattern] of [
		['nodes', 'dist/nodes/**/*.node.js'],
		['credentials', 'dist/credentials/*.credentials.js'],
	]) {
		const listed = [...n8n[kind]].sort();
		const missing = built(pattern).filter((file) => !listed.includes(file));
		const absent = listed.filter((file) => !built(pattern).includes(file));
		if (missing.length > 0) throw new Error(`package.json does not list ${missing.join(', ')}`);
		if (absent.length > 0) throw new Error(`package.json lists what was not built: ${absent.join(', ')}`);
	}
}

module.exports = { checkPackage };
