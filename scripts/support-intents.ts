import { readFileSync } from 'node:fs';
import { judge } from '#agents/understanding/judge.ts';
import { readAliases, usualAliases, type Aliases } from '#agents/understanding/labels.ts';
import { loadModel } from '#agents/understanding/load-model.ts';
import { guessesByRuleOr } from '#agents/understanding/understand.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { intentsOptions } from './steps/intents-options.ts';
import { intentsList, intentsReport } from './steps/intents-report.ts';
import { labelledLines } from './steps/labelled-lines.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// How well messages are understood: npm run support:intents -- FILE.jsonl, lines of {text, intent}. docs/intents.md says what the figures mean.
const FAULTS_SHOWN = 10;

await runProcess(async () => {
  const options = intentsOptions(process.argv.slice(2));
  if (options.does === 'list') {
    say(intentsList());
    return 0;
  }
  const { messages, faults } = labelledLines(read(options.file), aliasesOf(options.aliases));
  for (const { line, problem } of faults.slice(0, FAULTS_SHOWN)) process.stderr.write(`line ${line}: ${problem}\n`);
  if (faults.length > 0) process.stderr.write(`${faults.length} of ${messages.length + faults.length} lines left out\n`);
  if (messages.length === 0) throw new PlainTrouble(`There is no message to judge in ${options.file}.`);

  const model = loadModel();
  const verdict = judge(messages, (text) => guessesByRuleOr(model, text));
  say(options.json ? JSON.stringify(verdict) : intentsReport(verdict));
  return 0;
});

function aliasesOf(path: string | undefined): Aliases {
  if (path === undefined) return usualAliases;
  const aliases = readAliases(parsed(path, read(path)));
  if (typeof aliases === 'string') throw new PlainTrouble(`${path} ${aliases}`);
  return { ...usualAliases, ...aliases };
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainTrouble(`${path} is no JSON.`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    throw new PlainTrouble(`The file ${path} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}
