// The architecture as rules. The picture they draw is in docs/ARCHITECTURE.md.

const TESTS = '\\.test\\.tsx?$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '\\.config\\.ts$', '^migrations/', '^web/public/', TESTS],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'Every import must be found, or the other rules look at nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$|^@fontsource' },
    },
    {
      name: 'shared-stands-alone',
      comment: 'shared holds zod contracts and needs nothing else.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '/node_modules/zod/'] },
    },
    {
      name: 'core-is-pure',
      comment: 'core knows shared and itself: no Fastify, ORM, undici, Node builtin.',
      severity: 'error',
      from: { path: '^server/src/core/', pathNot: TESTS },
      to: { pathNot: ['^server/src/core/', '^shared/'] },
    },
    {
      name: 'adapters-know-core-only',
      severity: 'error',
      from: { path: '^server/src/adapters/', pathNot: TESTS },
      to: { path: ['^server/src/(?!core/|adapters/)', '^(?:web|e2e|bench|migrations)/'] },
    },
    {
      name: 'adapters-never-meet',
      comment: 'One folder per outside thing; server/src/compose is where they meet.',
      severity: 'error',
      from: { path: '^server/src/adapters/((?:providers/)?[^/]+)/', pathNot: TESTS },
      to: { path: '^server/src/adapters/', pathNot: '^server/src/adapters/$1/' },
    },
    {
      name: 'http-and-jobs-get-ports',
      comment: 'What they need of the outside is injected by server/src/compose.',
      severity: 'error',
      from: { path: '^server/src/(?:http|jobs)/', pathNot: TESTS },
      to: { path: ['^server/src/(?!core/|http/|jobs/)', '^(?:web|e2e|bench|migrations)/'] },
    },
    {
      name: 'http-scopes-are-strangers',
      comment: 'proxy, trpc, auth, ops and console share nothing but core.',
      severity: 'error',
      from: { path: '^server/src/http/([^/]+)/', pathNot: TESTS },
      to: { path: '^server/src/http/[^/]+/', pathNot: '^server/src/http/$1/' },
    },
    {
      name: 'the-pipeline-has-steps-below-it',
      comment: 'serve-*.ts put the steps of a call in order; a step knows no pipeline.',
      severity: 'error',
      from: {
        path: '^server/src/core/data-plane/',
        pathNot: ['/(?:serve-[^/]+|route-call|deliver)\\.ts$', TESTS],
      },
      to: { path: '^server/src/core/data-plane/(?:serve-[^/]+|route-call)\\.ts$' },
    },
    {
      name: 'cli-talks-to-the-server',
      comment:
        'Commands ask a running gateway through its typed API; a few load a module of the server when they run.',
      severity: 'error',
      from: { path: '^server/src/cli/', pathNot: TESTS },
      to: {
        path: [
          '^server/src/(?!cli/|http/trpc/router\\.ts$|(?:list-procedures|migrate|recover-owner)\\.ts$)',
          '^(?:web|e2e|bench|migrations)/',
        ],
      },
    },
    {
      name: 'cli-imports-only-types-of-the-router',
      severity: 'error',
      from: { path: '^server/src/cli/', pathNot: TESTS },
      to: { path: '^server/src/http/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must mean the same in a year: it imports nothing of the server.',
      severity: 'error',
      from: { path: '^migrations/', pathNot: TESTS },
      to: { path: '^(?:server|shared|web|e2e|bench)/' },
    },
    {
      name: 'web-sees-the-router-type-once',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/src/lib/trpc\\.ts$' },
      to: { path: '^(?:server|migrations|e2e|bench)/' },
    },
    {
      name: 'web-imports-only-types-of-the-server',
      severity: 'error',
      from: { path: '^web/src/lib/trpc\\.ts$' },
      to: { path: '^server/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-are-strangers',
      comment: 'Routes compose features; features know components and lib.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/(?:features|routes|app)/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'components-know-no-feature',
      severity: 'error',
      from: { path: '^web/src/(?:components|lib)/' },
      to: { path: '^web/src/(?:features|routes|app)/' },
    },
    {
      name: 'e2e-and-bench-see-sockets',
      comment: 'They test what runs: nothing of the gateway is imported.',
      severity: 'error',
      from: { path: '^(?:e2e|bench)/' },
      to: { path: '^(?:server|shared|web|migrations)/' },
    },
    {
      name: 'dev-dependencies-in-tests-only',
      severity: 'error',
      from: { path: '^(?:server|shared)/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|\\.builds|test-results)/' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
