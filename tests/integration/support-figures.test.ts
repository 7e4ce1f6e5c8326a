import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { batchCallsASecond, liesThatPass, personsFor, speedOf } from '../support/support-figures.ts';
import { TALK_NODE } from '../support/talks.ts';

/** Where `npm run support:bench` wants its figures; without it only what does not depend on the machine is looked at, and less of it. */
const file = process.env['FIGURES'];
const all = readFileSync(new URL('../fixtures/person-wishes.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const wishes = all.filter((_, at) => file !== undefined || at % 3 === 0);
const ANSWERS = file === undefined ? 35 : 300;
const figures: Record<string, number> = {};

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
afterAll(async () => {
  if (file !== undefined) writeFileSync(file, JSON.stringify(figures));
  await shop.close();
});

// First, while nothing else is at work.
test.runIf(file !== undefined)('twenty chats at once', { timeout: 600_000 }, async () => {
  const { first, answer, whole, cpu } = await speedOf(shop, { chats: 20, rounds: 15 });
  Object.assign(figures, { firstPieceMs: first, answerMs: answer, turnMs: whole, turnCpuMs: cpu });
  expect(first).toBeLessThanOrEqual(answer);
  expect(answer).toBeLessThanOrEqual(whole);
});

test('calls from the command line are answered one after the other', { timeout: 600_000 }, async () => {
  figures['batchCallsASecond'] = await batchCallsASecond(shop, file === undefined ? 20 : 2_000);
  expect(figures['batchCallsASecond']).toBeGreaterThan(0);
});

test(`of ${ANSWERS} answers with a fact that was made up none is sent`, { timeout: 600_000 }, async () => {
  figures['answers'] = ANSWERS;
  figures['liesThatPass'] = await liesThatPass(shop, ANSWERS);
  expect(figures['liesThatPass']).toBe(0);
});

test('whoever wants a person gets one in that turn', { timeout: 600_000 }, async () => {
  const { recall, slowest } = await personsFor(shop, wishes);
  Object.assign(figures, { personRecall: recall, personMs: slowest, wishes: wishes.length });
  expect(recall).toBeGreaterThanOrEqual(0.95);
});
