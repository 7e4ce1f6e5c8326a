import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { intentNames } from '#agents/understanding/intents.ts';
import { loadModel } from '#agents/understanding/load-model.ts';
import { HOUSE } from './programs.ts';
import { stampOfTeaching, utterancesOf } from './utterances.ts';

test('the model at hand was made from these utterances by this code; npm run agents:train makes it anew', () => {
  expect(loadModel().stamp).toBe(stampOfTeaching());
});

test('each intent has forty utterances or more, no two the same, and no file is left over', () => {
  const all = intentNames.flatMap((intent) => utterancesOf(intent).map((text) => ({ intent, text })));
  for (const intent of intentNames) expect(utterancesOf(intent).length, intent).toBeGreaterThanOrEqual(40);
  expect(all.filter(({ text }, at) => all.findIndex((other) => other.text === text) !== at)).toEqual([]);
  expect(readdirSync(join(HOUSE, 'agents', 'utterances')).toSorted()).toEqual(intentNames.map((name) => `${name}.txt`).toSorted());
});
