import { join } from 'node:path';
import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { journalOf } from '#lib/server/providers/test-bank/journal-of.ts';
import { aFilledCart, apiClient, buyTheCart, type Bought } from '../support/api-client.ts';
import { test } from '#tests/support/browser-test.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aVariant } from '../support/makers.ts';
import { secondProcess, type WebProcess } from '../support/second-process.ts';

const BUYERS = 500;
const UNITS = 20;
let db: Db;
let other: WebProcess;
test.beforeAll(async () => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 4 });
  other = await secondProcess();
});
test.afterAll(async () => {
  await other.stop();
  await db.destroy();
});

test('five hundred buyers at two web processes want the last twenty units: twenty orders, twenty captures, and words for the others', async ({
  baseURL
}) => {
  test.setTimeout(180_000);
  const variantId = await aVariant(db, { stock: { 'blr-hoskote': UNITS } });
  const clients = [apiClient(baseURL ?? ''), apiClient(other.origin)];
  const clientOf = (buyer: number) => clients[buyer % 2] ?? apiClient('');
  const paths = new Map<number, string>();
  const filling = Array.from({ length: BUYERS }, (_, i) => i).values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const buyer of filling) paths.set(buyer, await aFilledCart(clientOf(buyer), variantId, `${variantId} ${buyer}`));
    })
  );

  const results = await Promise.all([...paths].map(async ([buyer, path]) => buyTheCart(clientOf(buyer), path, `${variantId} ${buyer}`)));
  const bought = results.filter((result): result is Extract<Bought, { number: string }> => 'number' in result);
  const others = results.filter((result) => 'refused' in result);
  expect(bought).toHaveLength(UNITS);
  expect(new Set(others.map((result) => result.refused))).toEqual(new Set(['out-of-stock']));
  for (const { detail } of others) expect(detail).toMatch(/^None left/);

  const level = await db.selectFrom('stock_level').selectAll().where('variant_id', '=', variantId).executeTakeFirstOrThrow();
  expect(level.on_hand - level.allocated).toBe(0);
  expect(level.held).toBe(0);
  const books = journalOf(join(process.env['DATA_FOLDER'] ?? '', 'outside', 'test-bank.sqlite'));
  expect(bought.map(({ number }) => books.totalPerOrder.get(number)?.captures)).toEqual(Array.from({ length: UNITS }, () => 1));
  expect(await brokenInvariants(db)).toEqual([]);
});
