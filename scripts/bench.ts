import { benchmark } from './bench/benchmark.ts';
import { benchOptions } from './bench/options.ts';
import { keepReport } from './bench/keep-report.ts';
import { note } from './bench/progress.ts';
import { isSound } from './bench/report.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// Measures the shop against ceilings of the same job, on a throwaway PostgreSQL that waits for its disk:
// npm run bench -- --only purchase,orders --quick --rounds 5 --seconds 15 --json --save
await runProcess(
  async (undo) => {
    const options = benchOptions(process.argv.slice(2));
    const report = await benchmark(undo, options, options.json ? () => undefined : say);
    if (options.save) note(`kept: ${keepReport(report).join(', ')}`);
    if (options.json) say(JSON.stringify(report, null, 2));
    return isSound(report) ? 0 : 1;
  },
  { whenStopped: codeOfSignal }
);
