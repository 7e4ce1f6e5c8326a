import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { watchOthers } from './bench/cpu.ts';
import { startNode } from './steps/child.ts';
import { hostileCalls } from './steps/hostile-calls.ts';
import { labelledSets, type LabelledSet } from './steps/labelled-sets.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';
import { say } from './steps/progress.ts';
import {
  busyWords,
  faqRow,
  figureRows,
  intentRows,
  shareRow,
  startRow,
  table,
  unmeasured,
  yesOrNo,
  type Figures,
  type Row
} from './steps/support-rows.ts';
import { throwawayFolder } from './steps/throwaway.ts';
import type { Undo } from './steps/undo.ts';
import { resultsIn, type Results } from './steps/vitest-results.ts';

const USAGE = 'npm run support:bench -- [--intents FILE…] [--clean FILE…] [--calls N] [--json]';

// What the assistant is to reach and what it does, a line for each: npm run support:bench -- --intents FILE.jsonl --clean FILE.jsonl --calls 10000.
// `--intents`: messages as people write them, `--clean`: such as were written for a set; both as lines of {text, intent}.
await runProcess(
  async (undo) => {
    const { values } = parseArgs({
      options: {
        intents: { type: 'string', multiple: true, default: [] },
        clean: { type: 'string', multiple: true, default: [] },
        calls: { type: 'string', default: '10000' },
        json: { type: 'boolean', default: false }
      }
    });
    const calls = hostileCalls(values.calls, USAGE);
    const folder = throwawayFolder(undo);
    // Before anything is measured, so that a wrong name costs nobody the time.
    const sets = await labelledSets(values);
    // What is timed goes first, and by itself. Our parent has the database.
    const others = watchOthers(process.ppid);
    const timed = [startRow(await startOfAssistant()), ...(await figures(undo, folder))];
    const busy = others();
    const rows = [
      ...timed,
      ...(await intents(sets)),
      ...(await slots(undo, folder)),
      ...(await exactOnes(undo, folder)),
      ...(await hostile(undo, folder, calls)),
      await faq()
    ];
    say(values.json ? JSON.stringify(rows) : `${table(rows)}\n${busyWords(busy, availableParallelism())}`);
    return rows.some(({ isReached }) => isReached === false) ? 1 : 0;
  },
  { whenStopped: codeOfSignal }
);

async function startOfAssistant(): Promise<{ ms: number; cpuMs: number }> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await import('#agents/assistant.ts');
  const { loadModel } = await import('#agents/understanding/load-model.ts');
  loadModel();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1_000 };
}

/** Runs test files as `npm test` does. What fails is in the results, and what it says on the error channel. */
async function tested(undo: Undo, files: string[], report: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = startNode([programOf('vitest'), 'run', ...files, '--reporter=json', `--outputFile=${report}`], {
    env,
    signal: 'SIGINT',
    patience: 20_000,
    quiet: true
  });
  undo.later(child.stop);
  await child.gone;
}

async function figures(undo: Undo, folder: string): Promise<Row[]> {
  const file = join(folder, 'figures.json');
  await tested(undo, ['tests/integration/support-figures.test.ts'], join(folder, 'figures-report.json'), { FIGURES: file });
  return figureRows(JSON.parse(readFileSync(file, 'utf8')) as Figures);
}

async function intents(sets: readonly LabelledSet[]): Promise<Row[]> {
  if (sets.length === 0) return [unmeasured('intents', 'top 1 ≥ 0.750, top 3 ≥ 0.850', 'needs --intents FILE')];
  const { judge } = await import('#agents/understanding/judge.ts');
  const { loadModel } = await import('#agents/understanding/load-model.ts');
  const { guessesByRuleOr } = await import('#agents/understanding/understand.ts');
  const model = loadModel();
  return sets.flatMap(({ name, messages, goals }) =>
    intentRows(
      name,
      judge(messages, (text) => guessesByRuleOr(model, text)),
      goals
    )
  );
}

async function slots(undo: Undo, folder: string): Promise<Row[]> {
  const report = join(folder, 'slots.json');
  await tested(undo, ['agents/understanding/slots'], report);
  return [
    shareRow('slots: order number, e-mail', 0.99, resultsIn(report, 'references.test')),
    shareRow('slots: postcode', 0.99, resultsIn(report, 'postcode.test')),
    shareRow('slots: address', 0.95, resultsIn(report, 'address.test')),
    shareRow('slots: options, dates, reasons, stores', 0.9, resultsIn(report, 'choices.test'))
  ];
}

/** What is exact and in `npm test` as well. */
async function exactOnes(undo: Undo, folder: string): Promise<Row[]> {
  const report = join(folder, 'exact.json');
  const talks = join(folder, 'talks.json');
  const files = ['support-actions', 'assistant-contract', 'assistant-models', 'assistant-talks'];
  await tested(
    undo,
    files.map((name) => `tests/integration/${name}.test.ts`),
    report,
    { TALKS_FIGURES: talks }
  );
  const actions: Results = resultsIn(report, 'support-actions');
  const [contract, models] = [resultsIn(report, 'assistant-contract'), resultsIn(report, 'assistant-models.test')];
  const swapped = { passed: contract.passed + models.passed, total: contract.total + models.total };
  return [
    yesOrNo('confirm pressed 100 times at once', '1 effect', actions.holds('a hundred presses at once are one effect')),
    yesOrNo('confirm expired, edited, from elsewhere, replayed', 'refused', actions.holds('expired, edited, from another session')),
    shareRow('scripted shoppers end where they should', 0.9, JSON.parse(readFileSync(talks, 'utf8')) as Results),
    shareRow('the same contract on embedded, OpenAI, Anthropic, Ollama', 1, swapped),
    yesOrNo('provider killed in the middle', 'ours within 5 s, nothing twice', contract.holds('killed after it has proposed'))
  ];
}

async function hostile(undo: Undo, folder: string, calls: string): Promise<Row[]> {
  const report = join(folder, 'hostile.json');
  const goal = `0 in ${calls}`;
  await tested(undo, ['tests/integration/hostile-agent.test.ts', 'tests/integration/hostile-model.test.ts'], report, {
    CALLS: calls,
    SEED: '1'
  });
  return [
    yesOrNo('forbidden effects of any call and any press', goal, resultsIn(report, 'hostile-agent').holds('nothing happens')),
    yesOrNo('forbidden effects of models that call or obey anything', goal, resultsIn(report, 'hostile-model').holds('nothing happens'))
  ];
}

async function faq(): Promise<Row> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/support-faq.ts', '--json']);
    return faqRow((JSON.parse(stdout) as { unseen: Parameters<typeof faqRow>[0] }).unseen);
  } catch (fault) {
    return unmeasured('FAQ', 'hit@1 ≥ 0.800, hit@3 ≥ 0.950', fault instanceof Error ? (fault.message.split('\n')[0] ?? '') : String(fault));
  }
}
