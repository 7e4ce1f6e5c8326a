import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkHeader, checkLine } from '#lib/commerce/state/check-line.ts';
import { header, records } from '#lib/commerce/state/state-record.ts';
import { minorDigits } from '#lib/ui/money.ts';

const shapes = z.union([header, ...Object.values(records)]);

test('the published schema is that of the records', async () => {
  const schema = { title: 'A line of a store state', ...z.toJSONSchema(shapes, { io: 'input', unrepresentable: 'any' }) };
  await expect(`${JSON.stringify(schema, null, 1)}\n`).toMatchFileSnapshot('../../docs/state-format.schema.json');
});

test('every type and every field of a record is told of in the documentation', () => {
  const text = readFileSync(new URL('../../docs/state-format.md', import.meta.url), 'utf8');
  const missing = Object.entries(records).flatMap(([type, { shape }]) =>
    [type, ...Object.keys(shape)].filter((word) => !text.includes(`\`${word}\``)).map((word) => `${type}: ${word}`)
  );
  expect(missing).toEqual([]);
});

test('each line of the sample is sound by itself', () => {
  const [first = '', ...lines] = readFileSync(new URL('../fixtures/state/old-shop.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const read = checkHeader(first).header;
  if (!read) throw new Error('the sample has no header');
  const found = lines.flatMap((line) => checkLine(line, { header: read, digitsOf: minorDigits }).findings);
  expect(found.filter(({ isWarning }) => !isWarning)).toEqual([]);
});
