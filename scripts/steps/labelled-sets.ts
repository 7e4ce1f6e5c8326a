import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PlainTrouble } from '#db/plain-trouble.ts';
import type { Labelled } from '#agents/understanding/judge.ts';
import { labelledLines } from './labelled-lines.ts';

/** Messages of one file, and what has to be reached on such messages. */
export type LabelledSet = { name: string; messages: Labelled[]; goals: { top1: number; top3: number } };

/** As people write them, and as somebody wrote them for a set. */
const GOALS = { intents: { top1: 0.75, top3: 0.85 }, clean: { top1: 0.9, top3: 0.95 } };

/** @throws PlainTrouble for a file that is not there or holds nothing to judge */
export async function labelledSets(files: Record<keyof typeof GOALS, readonly string[]>): Promise<LabelledSet[]> {
  if (files.intents.length + files.clean.length === 0) return [];
  const { usualAliases } = await import('#agents/understanding/labels.ts');
  return (['intents', 'clean'] as const).flatMap((kind) =>
    files[kind].map((file) => {
      const { messages } = labelledLines(textOf(file), usualAliases);
      if (messages.length === 0) throw new PlainTrouble(`There is no message to judge in ${file}.`);
      return { name: basename(file), messages, goals: GOALS[kind] };
    })
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new PlainTrouble(`There is no file ${file} to read messages from.`);
  }
}
