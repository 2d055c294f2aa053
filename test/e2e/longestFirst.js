// Starts the files that take longest first, so that two workers end at about the same time.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = ['queueMode', 'syncWhole', 'sync.e2e', 'openTemplates', 'editor.ghlContacts', 'editor.otherNodes'];

/** Position of a file among the longest; after them where it is none of them. */
function rank({ path }) {
	const position = LONGEST.findIndex((name) => path.includes(name));
	return position < 0 ? LONGEST.length : position;
}

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return [...tests].sort((one, other) => rank(one) - rank(other) || (one.path < other.path ? -1 : 1));
	}
};
