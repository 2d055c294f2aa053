// Imports go one way: nodes/<Service> → nodes/shared → sync. Types count: what one file must know to be read is an arrow too.
const SERVICE = '^nodes/(?!shared/|apps/)([^/]+)/';
/** What the apps know of each other; it names several of them. */
const APPS = '^nodes/apps/';
const CORE = '^(sync|deliveries|store)/';
const OURS = '^(nodes|credentials|sync|deliveries|store|sandbox|launcher|scripts|test|bench)/';

/** Folders whose circles are being taken apart. */
const STILL_CIRCULAR = '^(sandbox|sync)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{ name: 'no-circle', severity: 'error', comment: 'No circle of files.', from: { pathNot: STILL_CIRCULAR }, to: { circular: true } },
		{
			name: 'service-to-shared',
			severity: 'error',
			comment: 'A service imports nodes/shared and the core, and no other service.',
			from: { path: SERVICE },
			to: { path: OURS, pathNot: ['^nodes/$1/', '^nodes/shared/', APPS, CORE] },
		},
		{
			name: 'shared-knows-no-service',
			severity: 'error',
			comment: 'The mechanism knows no service.',
			from: { path: '^nodes/shared/' },
			to: { path: OURS, pathNot: ['^nodes/shared/', CORE] },
		},
		{
			name: 'apps-to-shared',
			severity: 'error',
			comment: 'What the apps know of each other is data.',
			from: { path: APPS },
			to: { path: OURS, pathNot: [APPS, '^nodes/shared/'] },
		},
		{
			name: 'core-knows-no-n8n',
			severity: 'error',
			comment: 'The engine knows nothing of n8n.',
			from: { path: CORE },
			to: { path: ['^node_modules/(@n8n/|n8n-)', '^(nodes|credentials)/'] },
		},
		{
			name: 'credentials-to-services',
			severity: 'error',
			comment: 'A credential imports what its service says of it.',
			from: { path: '^credentials/' },
			to: { path: OURS, pathNot: ['^credentials/', '^nodes/'] },
		},
		{
			name: 'nothing-imports-tools',
			severity: 'error',
			comment: 'Stand-ins, tests and tools are no part of the package.',
			from: { path: '^(nodes|credentials|sync|deliveries|store|index\\.ts)' },
			to: { path: '^(sandbox|test|launcher|scripts|bench)/' },
		},
		{ name: 'resolvable', severity: 'error', comment: 'Every import leads somewhere.', from: {}, to: { couldNotResolve: true } },
	],
	options: {
		tsPreCompilationDeps: true, // `import type` counts
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '__schema__|\\.json$' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types', 'default'] },
	},
};
