import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

// scripts/e2e.ts starts the shop and says where it is: npm run e2e.
const reports = process.env['TEST_REPORTS'];

// For each window Chromium gets a page of its own ready behind the address bar, and a renderer ahead of need: together they cost more
// than our pages do. The list replaces the one that Playwright gives, so what matters of that stands here too.
const NOT_NEEDED = ['WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'];
const AS_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch'
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...AS_PLAYWRIGHT, ...NOT_NEEDED].join(',')}`
];
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const withWindows = process.env['CHROMIUM_WITH_WINDOWS'] ?? chromium;
/** Notices are shown by a browser that has windows. */
const NEED_WINDOWS = '**/push.e2e.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  forbidOnly: true,
  // In the whole run one more try, which leaves a trace and is called flaky in the list: to be mended, not to be lived with.
  retries: reports ? 1 : 0,
  // A third of the time a test waits for what takes its time outside the browser: one more than there are processors works meanwhile.
  workers: Math.min(4, availableParallelism() + 1),
  // Generous, for a busy machine: what must be quick says so itself. A wait ends with the fact, not with the clock.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: reports ? [['list'], ['json', { outputFile: `${reports}/playwright.json` }]] : [['list']],
  use: {
    // Below the test's own, so that what could not be pressed is named and the test can still put back what it changed.
    actionTimeout: 40_000,
    navigationTimeout: 60_000,
    baseURL: process.env['E2E_ORIGIN'] ?? 'http://localhost:3000',
    // What beats beside a live fact is drawn sixty times a second by each open page, and without a graphics card by the processor.
    contextOptions: { reducedMotion: 'reduce' },
    // Traces of every test cost time; npm run e2e -- --trace on makes one when it is wanted.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure'
  },
  projects: [
    { name: 'pages', testIgnore: NEED_WINDOWS, use: { launchOptions: { executablePath: chromium, args } } },
    { name: 'with windows', testMatch: NEED_WINDOWS, use: { launchOptions: { executablePath: withWindows, args } } }
  ]
});
