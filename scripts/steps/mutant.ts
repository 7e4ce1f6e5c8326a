import * as z from 'zod';
import { PlainTrouble } from '#db/plain-trouble.ts';

/** A guard, the words in its file that are it, what stands there without it, and the test that must go red then. */
export const Mutant = z.strictObject({
  guard: z.string().min(1),
  file: z.string().min(1),
  find: z.string().min(1),
  replace: z.string(),
  test: z.string().endsWith('.test.ts'),
  /** The beginning or a part of the test's name; without it the whole file runs. */
  named: z.string().min(1).optional()
});
export type Mutant = z.infer<typeof Mutant>;

/** @throws PlainTrouble when the words stand there not at all or twice: then the code was rewritten and the mutant has to follow */
export function withoutGuard(text: string, { guard, file, find, replace }: Pick<Mutant, 'guard' | 'file' | 'find' | 'replace'>): string {
  const parts = text.split(find);
  const times = parts.length - 1;
  if (times !== 1) throw new PlainTrouble(`The words of the guard "${guard}" stand ${times} times in ${file}, and must stand there once.`);
  return parts.join(replace);
}

/** What vitest wrote down about one run, as far as it matters here. */
const Report = z.object({
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }))
});

export type Verdict = 'red' | 'green' | 'nothing ran';

/** Red only by a test: a file that cannot even be loaded shows nothing about its guard. */
export function verdictOf(report: unknown): Verdict {
  const statuses = Report.parse(report).testResults.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  if (statuses.includes('failed')) return 'red';
  return statuses.includes('passed') ? 'green' : 'nothing ran';
}

const SIGNS_OF_PATTERNS = /[.*+?^${}()|[\]\\]/g;

/** As vitest wants the names of the tests it is to run: undefined for all of them. */
export function patternOf(mutants: Pick<Mutant, 'named'>[]): string | undefined {
  const names = mutants.map(({ named }) => named);
  if (names.includes(undefined)) return undefined;
  return [...new Set(names)].map((name = '') => name.replaceAll(SIGNS_OF_PATTERNS, String.raw`\$&`)).join('|');
}
