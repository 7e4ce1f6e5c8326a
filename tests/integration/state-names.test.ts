import { afterAll, beforeAll, expect, test } from 'vitest';
import { namesOfOrder, numbersOfOrdersCalled } from '#db/queries/order-names.ts';
import { mailOrderLink } from '#lib/commerce/orders/mail-order-link.server.ts';
import { meantNumbers } from '#lib/commerce/orders/guest-proof.ts';
import { shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf } from '../support/state-files.ts';

const AT = '2026-11-01T10:00:00+05:30';
let shop: TestShop;
const of = (source: string, email: string, order: object) => [
  { type: 'product', source, external_id: 'p', title: `Bottle of ${source}` },
  { type: 'variant', source, external_id: 'v', product: 'p' },
  {
    type: 'order',
    source,
    external_id: '7001',
    placed_at: AT,
    contact: { email, name: 'A' },
    lines: [{ variant: 'v', quantity: 1, unit_price: 1 }],
    ...order
  }
];
beforeAll(async () => {
  shop = await openShop();
  const files = [...of('one', 'a@one.example', { number: '#1001' }), ...of('two', 'b@two.example', { number: '#1001' })];
  expect((await bringIn(shop, fileOf(...files))).errors).toBe(0);
});
afterAll(() => shop.close());

const found = async (typed: string) => numbersOfOrdersCalled(shop.db, meantNumbers(typed), 10);

test('an order is found by the number it had, by what it was called, and by ours', async () => {
  const [first] = await found('#1001');
  expect(first).toBe('1001');
  const called = await found('7001');
  expect(called).toHaveLength(2);
  const ours = called.find((number) => number !== '1001')!;
  expect(ours).toMatch(/^MZ-/);
  expect(await found(ours.toLowerCase().replace('-', ' '))).toEqual([ours]);
  expect(await found('7002')).toEqual([]);
  const { id } = await shop.db.selectFrom('orders').select('id').where('number', '=', ours).executeTakeFirstOrThrow();
  expect(await namesOfOrder(shop.db, id)).toEqual([{ source: 'two', externalId: '7001' }]);
});

let callers = 0;
const ask = async (number: string, proof: string) => mailOrderLink(shop, shopper, { number, proof, address: `caller ${(callers += 1)}` });
const mailed = async () => (await shop.db.selectFrom('mail').select('to').orderBy('id').execute()).map(({ to }) => to);

test('a guest finds it by the number of the old shop; of two that are called alike the proof says which', async () => {
  await ask('#1001', 'nobody@one.example');
  await ask('1001', '');
  expect(await mailed()).toEqual([]);
  await ask('#1001', 'a@one.example');
  await ask('7001', 'b@two.example');
  expect(await mailed()).toEqual(['a@one.example', 'b@two.example']);
});

test('of orders that are far apart in a file two are not called the same, and no line is in both', async () => {
  const line = { variant: 'v', quantity: 1, unit_price: 1 };
  const order = (n: number, more: object = {}) => ({
    type: 'order',
    source: 'many',
    external_id: `o${n}`,
    placed_at: AT,
    lines: [line],
    ...more
  });
  const [goods, variant] = of('many', '', {});
  const file = (more: object) => {
    const orders = Array.from({ length: 600 }, (_, n) => order(n, [0, 599].includes(n) ? more : {}));
    return fileOf(...(goods ? [goods] : []), ...(variant ? [variant] : []), ...orders);
  };
  const id = shop.newId();
  const twice = await bringIn(shop, file({ lines: [{ ...line, id }] }));
  expect(twice.issues.map(({ code, line: at }) => [code, at])).toEqual([['duplicate', 603]]);

  const report = await bringIn(shop, file({ number: '#2002' }));
  expect(report.issues.map(({ code, line: at }) => [code, at])).toEqual([['number_taken', 603]]);
  expect(await found('2002')).toEqual(['2002']);
});
