/**
 * Who may import whom. Between packages: protocol <- client <- react <- web. In the server:
 * protocol <- kernel <- database <- features <- app.module -> realtime, http (the doors).
 * docs/architecture.md says why; `npm test -- --only imports` checks it.
 */

const { readFileSync } = require('node:fs');

/**
 * Features, lowest first: each may import those before it, through their `<feature>.api.ts` alone. The order is the one
 * of the table of contents, app.module.ts.
 */
function readFeatureOrder() {
  const text = readFileSync('apps/server/src/app.module.ts', 'utf8');
  const folders = new Map(
    [...text.matchAll(/import \{ (\w+) \} from '\.\/features\/([^/']+)\//g)].map(([, module, folder]) => [
      module,
      folder,
    ]),
  );
  const table = /const features = \[([^\]]*)\]/.exec(text)?.[1] ?? '';
  const order = [...table.matchAll(/\w+/g)].map(([module]) => folders.get(module));
  if (order.length === 0 || order.includes(undefined)) {
    throw new Error('app.module.ts has no list `features` of modules that it imports from ./features/<feature>/');
  }
  return order;
}

const featureOrder = readFeatureOrder();

const server = '^apps/server/src';
const features = `${server}/features`;
const packages = '^(packages|apps)/';

/** Tests and what only they use may reach across the layers: they put the whole server together. */
const testCode = '\\.test\\.tsx?$|/testing/';

/** A part of the server may import from itself, from these other parts, and from packages outside the repository. */
function layer(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: testCode },
    to: { path: packages, pathNot: [from, 'node_modules/', ...allowed] },
  };
}

const protocol = '^packages/protocol/';
const below = (...parts) => [protocol, ...parts.map((part) => `${server}/${part}/`)];

const layers = [
  layer('protocol-imports-nothing', protocol, []),
  layer('client-imports-protocol', '^packages/client/', [protocol]),
  layer('react-imports-client', '^packages/react/', [protocol, '^packages/client/']),
  layer('web-imports-react', '^apps/web/', [protocol, '^packages/(client|react)/']),
  layer('config-imports-nothing', `${server}/config/`, []),
  layer('kernel-imports-protocol', `${server}/kernel/`, below()),
  layer('cluster-imports-kernel', `${server}/cluster/`, below('config', 'kernel', 'ops')),
  layer('ops-imports-kernel', `${server}/ops/`, below('config', 'kernel')),
  layer('outgoing-imports-kernel', `${server}/outgoing/`, below('kernel')),
  layer('database-imports-kernel', `${server}/database/`, below('config', 'kernel', 'ops')),
  layer('features-import-database', `${features}/`, below('config', 'kernel', 'ops', 'database')),
  layer('doors-import-kernel', `${server}/(realtime|http)/`, below('config', 'kernel', 'ops')),
];

const doors = {
  name: 'doors-apart',
  comment: 'What both doors need belongs to kernel.',
  severity: 'error',
  from: { path: `${server}/(realtime|http)/`, pathNot: testCode },
  to: { path: `${server}/(realtime|http)/`, pathNot: `${server}/$1/` },
};

const featureRules = [
  {
    name: 'feature-api-only',
    comment: 'A feature shows the others one file, <feature>.api.ts.',
    severity: 'error',
    from: { path: `${features}/([^/]+)/`, pathNot: testCode },
    to: { path: `${features}/([^/]+)/`, pathNot: [`${features}/$1/`, `${features}/([^/]+)/\\1\\.api\\.ts$`] },
  },
  {
    name: 'feature-has-a-place',
    comment: 'A new feature is a line in app.module.ts.',
    severity: 'error',
    from: { path: `${features}/`, pathNot: `${features}/(${featureOrder.join('|')})/` },
    to: {},
  },
  ...featureOrder.slice(0, -1).map((feature, place) => ({
    name: `${feature}-imports-downward`,
    comment: 'Upward news travels as events.',
    severity: 'error',
    from: { path: `${features}/${feature}/`, pathNot: testCode },
    to: { path: `${features}/(${featureOrder.slice(place + 1).join('|')})/` },
  })),
];

/** Libraries that one part of the repository owns. */
const owned = [
  ['socket.io-in-realtime', '(^|/)node_modules/(socket\\.io|engine\\.io|@socket\\.io)/', `${server}/realtime/`],
  ['http-library-in-http', '(^|/)node_modules/(fastify|@fastify)/', `${server}/(http/|main\\.ts)`],
  ['redis-in-cluster', '(^|/)node_modules/(redis|@redis)/', `${server}/cluster/`],
  ['sql-in-database-and-features', '(^|/)node_modules/(pg|kysely)/', `${server}/(database|features)/`],
].map(([name, library, owner]) => ({
  name,
  severity: 'error',
  from: { path: `${server}/`, pathNot: [owner, testCode] },
  to: { path: library },
}));

/** The files of the protocol that browsers load. What they need of the others is types, which vanish. */
const wireNames = '^packages/protocol/src/(index|names|delivery-names|command-spec|limits|errors|dispute-words)\\.ts$';

const browser = [
  {
    name: 'protocol-names-are-plain',
    comment: 'The main entry of the protocol has no dependency at run time.',
    severity: 'error',
    from: { path: wireNames },
    to: { pathNot: wireNames, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'browser-without-schemas',
    comment: 'Schemas would bring zod to the browser; the types of the main entry are enough.',
    severity: 'error',
    from: { path: '^(packages/(client|react)|apps/web)/src/', pathNot: testCode },
    to: { path: '^packages/protocol/src/schemas\\.ts$|node_modules/zod/', dependencyTypesNot: ['type-only'] },
  },
];

const hygiene = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolved', severity: 'error', from: { pathNot: '^apps/web/' }, to: { couldNotResolve: true } },
  {
    name: 'kernel-without-doors',
    comment: 'The kernel decides how a command runs, not over what: no database, no socket, no HTTP.',
    severity: 'error',
    from: { path: `${server}/kernel/`, pathNot: testCode },
    to: { path: 'node_modules/(@nestjs/platform-|(pg|kysely|socket\\.io|fastify)/)' },
  },
  {
    name: 'tests-stay-out',
    comment: 'Nothing that ships imports a test or what only tests use.',
    severity: 'error',
    from: { pathNot: `${testCode}|^(e2e|bench|tooling)/|\\.config\\.ts$` },
    to: { path: testCode },
  },
  {
    name: 'index-at-package-roots',
    severity: 'error',
    from: {},
    to: { path: '(^|/)(packages|apps)/.*/index\\.tsx?$', pathNot: '^packages/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'declared-dependencies',
    comment: 'What ships imports only what its own package.json declares under dependencies.',
    severity: 'error',
    from: { path: '^(packages|apps)/[^/]+/src/', pathNot: testCode },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] },
  },
];

module.exports = {
  forbidden: [...layers, doors, ...featureRules, ...owned, ...browser, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
    },
  },
};
