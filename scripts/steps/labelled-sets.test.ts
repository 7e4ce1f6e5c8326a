import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { labelledSets } from './labelled-sets.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('each file is a set with what has to be reached on messages of its kind', async () => {
  const line = JSON.stringify({ text: 'where is it', intent: 'order_status' });
  const sets = await labelledSets({ intents: [file('a.jsonl', line)], clean: [file('b.jsonl', `${line}\n${line}`)] });
  expect(sets.map(({ name, messages, goals }) => [name, messages.length, goals.top1])).toEqual([
    ['a.jsonl', 1, 0.75],
    ['b.jsonl', 2, 0.9]
  ]);
  expect(await labelledSets({ intents: [], clean: [] })).toEqual([]);
});

test('a file that is not there, and one without a message of ours, are said in a sentence', async () => {
  await expect(labelledSets({ intents: ['nowhere.jsonl'], clean: [] })).rejects.toThrow('There is no file nowhere.jsonl');
  await expect(labelledSets({ intents: [], clean: [file('c.jsonl', '{}')] })).rejects.toThrow('no message to judge');
});
