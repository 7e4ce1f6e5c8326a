import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { serverFoldersStayHome } from './scripts/vite-guard.ts';
import { realtimeInDev } from './scripts/vite-realtime.ts';

const reports = process.env['TEST_REPORTS'];

export default defineConfig({
  plugins: [serverFoldersStayHome(), sveltekit(), realtimeInDev()],
  server: { host: '127.0.0.1', strictPort: true },
  // Found only when first used, they would make the first open page reload in the middle of work.
  optimizeDeps: { include: ['socket.io-client', '@xstate/store'] },
  test: {
    // Only against hanging for ever: a busy machine may be ten times slower than a quiet one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
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
