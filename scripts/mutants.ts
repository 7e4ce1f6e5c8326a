import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { Mutant, patternOf, verdictOf, withoutGuard, type Verdict } from './steps/mutant.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { HOUSE, programOf } from './steps/programs.ts';
import { say } from './steps/progress.ts';
import { throwawayFolder } from './steps/throwaway.ts';
import type { Undo } from './steps/undo.ts';

// Takes one guard after the other out of a copy of the house and shows that a test goes red: npm run mutants.
// What follows is looked for in the names of the guards: npm run mutants -- passkey. Not part of the tests: each takes half a minute.
const LISTS = join(HOUSE, 'tests', 'mutants');
const LEFT_OUT = new Set(['.git', '.data', '.svelte-kit', 'build', 'node_modules', 'test-results']);

await runProcess(
  async (undo) => {
    const mutants = wanted(process.argv.slice(2));
    const house = copyOfTheHouse(undo);
    const run = async (test: string, pattern: string | undefined) => verdictIn(undo, { house, test, pattern });
    for (const test of new Set(mutants.map((mutant) => mutant.test))) {
      const verdict = await run(test, patternOf(mutants.filter((mutant) => mutant.test === test)));
      if (verdict !== 'green') throw new PlainTrouble(`${test}: ${verdict} with every guard in place, so it shows nothing.`);
    }
    let survived = 0;
    for (const mutant of mutants) {
      const verdict = await withMutant(house, mutant, async () => run(mutant.test, patternOf([mutant])));
      if (verdict !== 'red') survived += 1;
      say(`${verdict === 'red' ? 'killed  ' : 'SURVIVED'}  ${mutant.guard}${verdict === 'nothing ran' ? ' (nothing ran)' : ''}`);
    }
    say(`${mutants.length - survived} killed, ${survived} survived.`);
    return survived === 0 ? 0 : 1;
  },
  { whenStopped: codeOfSignal }
);

function wanted(words: string[]): Mutant[] {
  const lists = readdirSync(LISTS).filter((name) => name.endsWith('.json'));
  const all = lists.flatMap((name) => z.array(Mutant).parse(JSON.parse(readFileSync(join(LISTS, name), 'utf8'))));
  const asked = all.filter(({ guard }) => words.every((word) => guard.includes(word)));
  if (asked.length === 0) throw new PlainTrouble('No guard is called that. Their names stand in tests/mutants.');
  // A rewritten guard is told before anything is run.
  for (const mutant of asked) withoutGuard(readFileSync(join(HOUSE, mutant.file), 'utf8'), mutant);
  return asked;
}

function copyOfTheHouse(undo: Undo): string {
  const house = throwawayFolder(undo);
  for (const name of readdirSync(HOUSE)) {
    if (!LEFT_OUT.has(name)) cpSync(join(HOUSE, name), join(house, name), { recursive: true });
  }
  symlinkSync(join(HOUSE, 'node_modules'), join(house, 'node_modules'), 'junction');
  return house;
}

async function withMutant<T>(house: string, mutant: Mutant, doing: () => Promise<T>): Promise<T> {
  const path = join(house, mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, withoutGuard(text, mutant));
  try {
    return await doing();
  } finally {
    writeFileSync(path, text);
  }
}

type Run = { house: string; test: string; pattern: string | undefined };

async function verdictIn(undo: Undo, { house, test, pattern }: Run): Promise<Verdict> {
  const report = join(house, `${basename(test)}.report.json`);
  rmSync(report, { force: true });
  const named = pattern === undefined ? [] : ['--testNamePattern', pattern];
  const args = [programOf('vitest'), 'run', test, ...named, '--reporter', 'json', '--outputFile', report];
  const child = spawn(process.execPath, args, { cwd: house, stdio: 'ignore' });
  undo.later(() => void child.kill());
  await once(child, 'exit');
  return verdictOf(JSON.parse(readFileSync(report, 'utf8')));
}
