import { rightFor, type Aliases } from '#agents/understanding/labels.ts';
import type { Labelled } from '#agents/understanding/judge.ts';

export type LineFault = { line: number; problem: string };

/** Reads {text, intent} line by line. What cannot be judged is left out and named. */
export function labelledLines(file: string, aliases: Aliases): { messages: Labelled[]; faults: LineFault[] } {
  const messages: Labelled[] = [];
  const faults: LineFault[] = [];
  file
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((written, index) => {
      if (written.trim() === '') return;
      const read = labelledLine(written, aliases);
      if (typeof read === 'string') faults.push({ line: index + 1, problem: read });
      else messages.push(read);
    });
  return { messages, faults };
}

function labelledLine(written: string, aliases: Aliases): Labelled | string {
  const value = parsed(written);
  if (typeof value !== 'object' || value === null) return 'is no JSON object';
  const { text, intent } = value as Record<string, unknown>;
  if (typeof text !== 'string' || text.trim() === '') return 'has no text';
  if (typeof intent !== 'string' || intent === '') return 'has no intent';
  const right = rightFor(intent, aliases);
  return right ? { text, label: intent, right } : `has the intent ${intent}, which is not ours (--list) and no alias (--aliases)`;
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
