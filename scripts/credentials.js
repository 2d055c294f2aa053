// A credential must not make the editor hide what the user chooses in the node.
// n8n's editor takes each parameter that a credential's `displayOptions.show` names for a choice of authentication. It
// moves the one called "authentication" into the list of credentials, and hides every parameter on which such a choice
// depends.
// Names from the root, such as "/ledger", work the same and are not looked at. Source: n8n-editor-ui 2.40.7,
// isAuthRelatedParameter.
const AUTHENTICATION = 'authentication';

/** Parameters that the editor would take away from a node, by the rule above. */
function hiddenByCredentials({ credentials = [], properties }) {
	const named = new Set(credentials.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})));
	const choices = properties.filter(({ name }) => named.has(name));
	const hidden = choices.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
	const names = new Set(properties.map(({ name }) => name));
	return [...new Set([...choices.map(({ name }) => name), ...hidden])].filter(
		(name) => name !== AUTHENTICATION && names.has(name),
	);
}

async function checkCredentials() {
	const house = require('../dist/index.js');
	const problems = Object.values(house).flatMap((One) => {
		const { description } = new One();
		return description
			? hiddenByCredentials(description).map(
					(name) =>
						`${description.displayName}: a credential's displayOptions would hide "${name}" in the editor; write "/${name}" there`,
				)
			: [];
	});
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

module.exports = { checkCredentials, hiddenByCredentials };
