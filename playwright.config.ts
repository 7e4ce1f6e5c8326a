import { defineConfig } from '@playwright/test';

const origin = process.env['E2E_ORIGIN'] ?? 'http://127.0.0.1:4620';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  forbidOnly: true,
  use: {
    baseURL: origin,
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  webServer: process.env['E2E_ORIGIN']
    ? []
    : [{ command: 'npm start', url: origin, env: { PORT: new URL(origin).port }, gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 } }]
});
