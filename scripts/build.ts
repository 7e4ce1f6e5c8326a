import { buildWhenStale } from './steps/build.ts';
import { runProcess } from './steps/process.ts';
import { step } from './steps/progress.ts';

// Builds the pages when their sources have changed since the last build.
await runProcess(async (undo) => {
  await step('pages', 'building', async () => ({ says: (await buildWhenStale(undo)) ? 'built' : 'the build is fresh', value: undefined }));
  return 0;
});
