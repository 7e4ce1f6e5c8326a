import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { WEB_FLAGS } from './scripts/steps/web-flags.ts';
import { serverFoldersStayHome } from './scripts/vite-guard.ts';
import { realtimeInDev } from './scripts/vite-realtime.ts';
import { smallerScripts } from './scripts/vite-smaller.ts';
import { LongestFirst } from './scripts/vitest-longest-first.ts';

const reports = process.env['TEST_REPORTS'];

/**
 * What every page of the shop has, and what every page with goods has, in one file each: thirty small files compress worse by a tenth
 * than two. A part that is left out here is only fetched in a file of its own. Cards come with the lists, and beside a product later.
 */
const FRAME =
  /node_modules[\\/](svelte|@sveltejs|esm-env|clsx|devalue)[\\/]|src[\\/](lib[\\/]commerce[\\/]cart[\\/]counted-units|lib[\\/]ui[\\/](Icon|icon-names|Button|Later|in-turn|LiveRegion|notices|OfflineBar|Mark|money|when|moving-picture|clock)|routes[\\/](\+layout|\(shop\)[\\/](\+layout|Shop|Postcode|SearchBox|departments)))|vite[\\/]preload/;
const GOODS =
  /src[\\/]lib[\\/](ui[\\/](age|Fact|Choice|Details|Notice)|commerce[\\/]catalog[\\/](live-board|countdown|Picture|picture-sources|PriceTag))\./;
/**
 * What only those who work here see has one sheet: a shopper's page names every sheet of the house. The till that works without a line
 * keeps its own, and so does what speaks of the whole page (`:root`), for it would speak of all of them.
 */
const STAFF_SHEETS = /src[\\/]routes[\\/]\((office|store)\)[\\/](?!till[\\/]offline|find[\\/]FloorBar).*\?svelte&type=style/;
const CARDS = /src[\\/]lib[\\/]commerce[\\/]catalog[\\/](card|CardGrid|Cards|ProductCard|look-colour)\./;

export default defineConfig({
  plugins: [serverFoldersStayHome(), sveltekit(), realtimeInDev(), smallerScripts()],
  build: {
    // Kit already names the scripts of a page in its head; a list of them beside every import would be fetched by every page.
    modulePreload: { resolveDependencies: (_file, needed) => needed.filter((file) => file.endsWith('.css')) },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'frame', test: FRAME },
            { name: 'goods', test: GOODS },
            { name: 'cards', test: CARDS },
            { name: 'staff-sheets', test: STAFF_SHEETS }
          ]
        }
      }
    }
  },
  server: { host: '127.0.0.1', strictPort: true },
  // Found only when first used, they would make the first open page reload in the middle of work.
  optimizeDeps: { include: ['socket.io-client', '@simplewebauthn/browser', '@xstate/store'] },
  test: {
    // Only against hanging for ever: a busy machine may be ten times slower than a quiet one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Tests wait for the database, for a clock, for another process: one more than there are processors works meanwhile.
    maxWorkers: availableParallelism() + 1,
    // As where it serves (web-flags.ts).
    execArgv: WEB_FLAGS,
    // A process reads the house once, and not once for each file: that took as long as the tests. What a file leaves in a module is seen
    // by the next, as by the next request in a process that serves. So nothing mocks a module: what has been read before stays as it is.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/vitest.json` }]] : ['default'],
    projects: [
      { extends: true, test: { name: 'unit', environment: 'node', include: ['{src,realtime,agents,db,scripts}/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/support/one-cluster.ts'
        }
      }
    ]
  }
});
