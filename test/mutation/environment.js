const { TestEnvironment } = require('jest-environment-node');

/** A mutant is dead at its first failed test: the rest is skipped. Stryker puts its own part around this. */
module.exports = class UntilFirstFailure extends TestEnvironment {
	#hasFailed = false;

	async handleTestEvent(event) {
		if (event.name === 'test_fn_failure') this.#hasFailed = true;
		if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
	}
};
