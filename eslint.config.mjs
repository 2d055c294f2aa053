import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import stylistic from '@stylistic/eslint-plugin';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const nodesBase = { 'n8n-nodes-base': n8nNodesBase };

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'launcher/n8n/**', '**/*.js', '**/*.mjs'] },
	{
		files: ['**/*.ts'],
		extends: [...tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
		},
	},
	{
		// Prettier breaks code; what it leaves are comments, and texts, which read better whole.
		files: ['**/*.ts'],
		plugins: { '@stylistic': stylistic },
		rules: {
			'@stylistic/max-len': [
				'error',
				{ code: 120, tabWidth: 2, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
			],
		},
	},
	{
		// What is published reads text from outside. These see most of it in the editor; what is left, and patterns that
		// are put together, are seen by test/nodes/shared/linearPatterns.test.ts.
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'sync/**/*.ts', 'deliveries/**/*.ts', 'store/**/*.ts'],
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': 'error',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: {
			'no-console': 'error',
			// One that is computed would escape the check of imports.
			'no-restricted-syntax': [
				'error',
				{ selector: "ImportExpression:not([source.type='Literal'])", message: 'Name the module.' },
			],
			// The run-time dependencies are declared in package.json, which rules out n8n's badge for verified packages
			// anyway: the package serves three services, and n8n allows one. They are installed with the package on a
			// self-hosted n8n.
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{ files: ['credentials/**/*.ts'], plugins: nodesBase, rules: n8nNodesBase.configs.credentials.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			// For n8n's own repository, where documentation lives under a short name. Ours is a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-documentation-url-not-http-url': 'off',
			// n8n's newer rule @n8n/community-nodes/credential-password-field knows more exceptions.
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{ files: ['nodes/**/*.ts'], plugins: nodesBase, rules: n8nNodesBase.configs.nodes.rules },
	{
		files: ['nodes/**/*.ts'],
		rules: {
			// These two want the literal ["main"], which the newer rule @n8n/community-nodes/node-connection-type-literal
			// forbids.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-inputs-wrong-trigger-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	// Large, and loaded with the first use.
	{ files: ['sync/model/libraries.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
	{
		files: ['test/**/*.ts'],
		rules: { '@typescript-eslint/no-require-imports': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
	},
);
