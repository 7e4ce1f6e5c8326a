/** The arrows of the house. `npm run arrows` fails on the first one that points the wrong way. */
const onlyTypes = { dependencyTypesNot: ['type-only'] };
const test = '\\.(test|e2e)\\.ts$';

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: onlyTypes }
    },
    {
      name: 'kernel-knows-nobody',
      severity: 'error',
      from: { path: '^src/lib/kernel/', pathNot: test },
      to: { path: '^(src/(?!lib/kernel/)|db|realtime|agents|scripts)' }
    },
    {
      name: 'commerce-core-is-pure',
      comment: 'Inside src/lib/commerce only *.server.ts does I/O.',
      severity: 'error',
      from: { path: '^src/lib/commerce/', pathNot: `\\.server\\.ts$|\\.svelte(\\.ts)?$|${test}` },
      to: {
        path: '^(db|realtime|agents|scripts|src/lib/(server|live)|src/routes)/|^node_modules/(?!(xstate|@xstate/store|zod)/)|\\.server\\.ts$',
        ...onlyTypes
      }
    },
    {
      name: 'pure-files-use-no-node',
      severity: 'error',
      from: { path: '^(src/lib/(commerce|kernel|ui|live)|realtime/(protocol|deliveries)\\.ts)', pathNot: `\\.server\\.ts$|${test}` },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'a-command-calls-no-command',
      comment:
        'Who may open a cart is asked by every command on it; operating a cart, owing money back, asking for more, paying what was asked without a bank, giving a parcel up, calling units off, making a change, looking around for one, sending elsewhere, telling a new date and the steps of a return and of an import take the transaction of one; what a return would be is read alike by all who show it.',
      severity: 'error',
      from: { path: '^src/lib/commerce/.*\\.server\\.ts$' },
      to: {
        path: '^src/lib/commerce/.*\\.server\\.ts$',
        pathNot:
          '/(cart-access|operate-cart|owe-back|ask-for-more|pay-asked|give-up-parcel|call-off-units|make-change|look-around|send-elsewhere|tell-promise|returns/read-return-plan|returns/steps/[a-z-]+|take-goods|take-lines|take-names|take-orders)\\.server\\.ts$'
      }
    },
    {
      name: 'commands-know-no-edge',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^(agents|scripts|src/routes|realtime/(?!protocol\\.ts$))' }
    },
    {
      name: 'sql-lives-in-db',
      severity: 'error',
      from: { pathNot: '^(db|tests)/' },
      to: { path: '^node_modules/(kysely|pg)/' }
    },
    {
      name: 'db-knows-only-types-of-the-domain',
      severity: 'error',
      from: { path: '^db/', pathNot: test },
      to: { path: '^(src/(?!lib/kernel/refusal)|realtime|agents|scripts)/', ...onlyTypes }
    },
    {
      name: 'edges-do-not-know-each-other',
      severity: 'error',
      from: { path: '^(src/routes|realtime|agents)/', pathNot: test },
      to: { path: '^(src/routes|realtime|agents)/', pathNot: ['^$1/', '^realtime/protocol\\.ts$', '^agents/assistant\\.ts$'] }
    },
    {
      name: 'routes-read-and-command',
      comment: 'A route may read through db/queries; every write goes through a command.',
      severity: 'error',
      from: { path: '^src/routes/' },
      to: { path: '^db/(?!queries/)', ...onlyTypes }
    },
    {
      name: 'browser-may-not-reach-the-server',
      severity: 'error',
      from: { path: '\\.svelte$|\\.svelte\\.ts$|\\.store\\.ts$|^src/lib/(live|ui)/|^src/routes/.*/\\+(page|layout)\\.ts$', pathNot: test },
      to: { path: '^(db|agents|scripts)/|^realtime/(?!protocol\\.ts$)|\\.server\\.ts$|^src/lib/server/', ...onlyTypes }
    },
    {
      name: 'kit-stays-in-src-routes-and-hooks',
      comment: 'Everything else also runs under plain Node, where $app and $env do not exist.',
      severity: 'error',
      from: { pathNot: '^src/(routes/|hooks\\.)|\\.svelte$|^(tests|scripts/bench/fixture-app)/' },
      to: { path: '^(\\$app|\\$env|\\$lib|node_modules/@sveltejs/kit)', pathNot: 'adapter|vite' }
    },
    {
      name: 'socket-io-lives-in-realtime',
      severity: 'error',
      from: { pathNot: '^(realtime|tests)/' },
      to: { path: '^node_modules/socket\\.io/' }
    },
    {
      name: 'socket-io-client-lives-in-live',
      comment: 'The benchmark opens a thousand pages without a browser.',
      severity: 'error',
      from: { pathNot: '^(src/lib/live|tests|scripts/bench)/' },
      to: { path: '^node_modules/socket\\.io-client/', ...onlyTypes }
    },
    {
      name: 'pg-boss-lives-in-jobs',
      severity: 'error',
      from: { pathNot: '^(realtime/jobs\\.ts|tests/)' },
      to: { path: '^node_modules/pg-boss/' }
    },
    {
      name: 'langchain-lives-in-agents',
      severity: 'error',
      from: { pathNot: '^(agents|tests)/' },
      to: { path: '^node_modules/(langchain|@langchain)/' }
    },
    {
      name: 'lucia-lives-in-session',
      severity: 'error',
      from: { pathNot: '^(src/lib/server/session\\.ts|tests/)' },
      to: { path: '^node_modules/(lucia|@lucia-auth)/' }
    },
    {
      name: 'simplewebauthn-lives-in-one-file-a-side',
      severity: 'error',
      from: { pathNot: '^(src/lib/server/relying-party\\.ts|src/routes/\\(shop\\)/account/sign-with\\.ts|tests/)' },
      to: { path: '^node_modules/@simplewebauthn/', ...onlyTypes }
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: `^tests/|${test}` },
      to: { path: `^tests/|${test}` }
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(\\$app|\\$env)/|^\\$service-worker$|^\\./\\$types|\\.wasm\\?url$' }
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // What the framework makes of the page to compare with, left by a benchmark.
    exclude: { path: '^scripts/bench/fixture-app/(\\.svelte-kit|build)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] }
  }
};
