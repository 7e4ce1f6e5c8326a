import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Intent } from '#agents/understanding/intents.ts';
import { HOUSE } from './programs.ts';
import { hashOfSources } from './sources.ts';

/** What a model of intents is made from, in its order. */
const TEACHING = [
  'utterances',
  ...['concepts', 'features', 'intents', 'spellings', 'train', 'vectors', 'words'].map((name) => `understanding/${name}.ts`)
];

/** One utterance a line. */
export function utterancesOf(intent: Intent): string[] {
  const text = readFileSync(join(HOUSE, 'agents', 'utterances', `${intent}.txt`), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** A model carries it, so that one made from other utterances is noticed. */
export const stampOfTeaching = (): string => hashOfSources(join(HOUSE, 'agents'), TEACHING);
