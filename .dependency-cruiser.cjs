// Imports go one way: nodes/<Service> → nodes/shared → sync → store. Types count: what one file must know to be read is
// an arrow too.
const SERVICE = '^nodes/(?!shared/|apps/)([^/]+)/';
/** What the apps know of each other; it names several of them. */
const APPS = '^nodes/apps/';
const OURS = '^(nodes|credentials|sync|deliveries|store|sandbox|launcher|scripts|test|bench)/';

/** The steps of a Sync, in the order in which they may know of each other: each one only of those before. */
const STEPS = ['model', 'ledger', 'gather', 'decide', 'record', 'perform', 'manage'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** `from` imports of this project nothing but `to` and itself. */
const only = (name, comment, from, to) => rule(name, comment, { path: from }, { path: OURS, pathNot: to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		rule('no-circle', 'No circle of files.', {}, { circular: true }),
		only('service', 'A service imports no other service.', SERVICE, [
			'^nodes/$1/',
			'^nodes/shared/',
			APPS,
			'^(sync|deliveries)/',
		]),
		only('shared', 'The mechanism knows no service.', '^nodes/shared/', ['^nodes/shared/', '^(sync|deliveries)/']),
		only('values', 'A kind of value knows no node, no call and no parameter.', '^nodes/shared/values/', [
			'^nodes/shared/values/',
			'^nodes/shared/parameters/inputProblem\\.ts$',
			'^sync/model/',
		]),
		only('apps', 'What the apps know of each other is data.', APPS, [APPS, '^nodes/shared/']),
		only('credentials', 'A credential imports what its service says of it.', '^credentials/', [
			'^credentials/',
			'^nodes/',
		]),
		only('sync', 'The engine stands alone.', '^sync/', ['^(sync|store)/']),
		only('deliveries', 'Deliveries stand alone.', '^deliveries/', ['^(deliveries|store)/']),
		only('store', 'The databases stand alone.', '^store/', ['^store/']),
		rule(
			'no-n8n',
			'The engine knows nothing of n8n.',
			{ path: '^(sync|deliveries|store)/' },
			{ path: '^node_modules/(@n8n/|n8n-)' },
		),
		rule(
			'no-tools',
			'Stand-ins, tests and tools are no part of the package.',
			{ path: '^(nodes|credentials|sync|deliveries|store|index\\.ts)' },
			{ path: '^(sandbox|test|launcher|scripts|bench)/' },
		),
		...STEPS.slice(0, -1).map((step, index) =>
			rule(
				`${step}-before`,
				'A step of Sync knows the steps before it.',
				{ path: `^sync/${step}/` },
				{ path: `^sync/(${STEPS.slice(index + 1).join('|')})/` },
			),
		),
		rule(
			'decide-is-pure',
			'A decision takes the observation, and nothing that calls.',
			{ path: '^sync/decide/' },
			{ path: '^sync/', pathNot: '^sync/(gather/observation|ledger/ledger|model/[^/]+|decide/[^/]+)\\.ts$' },
		),
		rule('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
	],
	options: {
		tsPreCompilationDeps: true, // `import type` counts
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '__schema__|\\.json$' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'types', 'default'],
		},
	},
};
