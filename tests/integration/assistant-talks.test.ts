import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tools } from '#agents/tools/all-tools.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { talksIn } from '../support/talk-file.ts';
import { playTalk, type Judged } from '../support/talk-play.ts';
import { aShopToTalkOf } from '../support/talk-world.ts';

/** `npm run support:talk -- FILE.jsonl` plays another file, and tells how each talk went. */
const file = process.env['TALKS'];
const talks = talksIn(readFileSync(file ?? new URL('../fixtures/talks.jsonl', import.meta.url), 'utf8'));
/** Where `npm run support:bench` wants to know how many went right. */
const figures = process.env['TALKS_FIGURES'];
const AT_ONCE = 4;
const ENOUGH = 0.9;

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await aShopToTalkOf(shop);
}, 180_000);
afterAll(() => shop.close());

const inWords = ({ name, wrong, said }: Judged): string =>
  `${wrong.length === 0 ? '✓' : '✗'} ${name}${wrong.length === 0 ? '' : `\n${said.map((one) => `    ${one}`).join('\n')}\n    ${wrong.join('\n    ')}`}`;

test(`of ${talks.length} scripted shoppers at least ${ENOUGH * 100} % end where they should`, { timeout: 600_000 }, async () => {
  const judged: Judged[] = [];
  const waiting = talks.values();
  const line = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- some lines go on side by side
    for (const talk of waiting) judged.push(await playTalk(shop, talk));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  const right = judged.filter(({ wrong }) => wrong.length === 0);
  const wrong = judged.filter((one) => one.wrong.length > 0).map(inWords);
  if (figures !== undefined) writeFileSync(figures, JSON.stringify({ passed: right.length, total: talks.length }));
  if (file !== undefined || process.env['TELL'])
    console.log([...right.map(inWords), ...wrong, `${right.length} of ${talks.length} end where they should`].join('\n'));
  expect(right.length / talks.length, wrong.join('\n')).toBeGreaterThanOrEqual(ENOUGH);
});

test.runIf(file === undefined)('every tool comes about in them', async () => {
  const rows = await shop.db.selectFrom('support_audit').select('tool').distinct().where('decision', '<>', 'refused').execute();
  const named = new Set(rows.map(({ tool }) => tool));
  expect(tools.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  expect(talks.length).toBeGreaterThanOrEqual(60);
});
