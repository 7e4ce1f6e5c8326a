import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf, header, takenOut } from '../support/state-files.ts';
import { aParcel, aPayment, anOrder, goods, PLACED } from '../support/state-orders.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

let made = 0;
/** A source of its own for each test: what one brings in is not in the way of the next. */
const newSource = () => `shop-${(made += 1)}`;

const errorsOf = (report: Awaited<ReturnType<typeof bringIn>>) =>
  report.issues.filter(({ severity }) => severity === 'error').map(({ line, code, pointer }) => `${line} ${code} ${pointer}`.trim());

async function refused(...records: object[]): Promise<string[]> {
  const report = await bringIn(shop, fileOf(...records));
  expect(report.outcome).toBe('refused');
  return errorsOf(report);
}

test.each([
  ['an empty file', '', ['1 empty_file']],
  ['no header', '{"type":"product"}\n', ['1 no_header']],
  ['no JSON at all', 'Handle,Title\n', ['1 no_header']],
  ['a newer version', `${JSON.stringify({ ...header, version: 2 })}\n`, ['1 newer_version /version']],
  ['a header without its currency', `${JSON.stringify({ ...header, default_currency: undefined })}\n`, ['1 bad_header /default_currency']],
  ['a line that is no JSON', `${fileOf()}{"type":\n${fileOf().replace(/.*/, '')}[1]\n`, ['2 bad_json', '4 bad_json']],
  ['an unknown type', fileOf({ type: 'promotion', source: 'a', external_id: '1' }), ['2 unknown_type /type']],
  ['a second header', fileOf(header), ['2 unknown_type /type']],
  ['a file cut in mid-line', `${fileOf()}{"type":"product","source":"a","ext`, ['2 cut_off']],
  [
    'a line without an end of its own',
    fileOf({ type: 'product', source: 'a', external_id: '1', title: 'x'.repeat(1_048_577) }),
    ['2 line_too_long']
  ]
])('%s is refused, with its line and a code', async (_, text, errors) => {
  const report = await bringIn(shop, text);
  expect(report.outcome).toBe('refused');
  expect(errorsOf(report)).toEqual(errors);
  expect(report.issues.every(({ message }) => message.length > 20)).toBe(true);
});

test('a header alone goes in and changes nothing', async () => {
  expect(await bringIn(shop, fileOf())).toMatchObject({ outcome: 'applied', lines: 1, counts: {}, errors: 0, warnings: 0 });
});

test('what is no UTF-8 is one error with the byte where it begins', async () => {
  const text = Buffer.concat([Buffer.from(fileOf()), Buffer.from('{"type":"product","title":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const report = await bringIn(shop, text);
  expect(report).toMatchObject({
    outcome: 'refused',
    errors: 1,
    issues: [{ line: 2, code: 'bad_encoding', value: `byte ${fileOf().length + 27}` }]
  });
});

test('every error is counted, and a thousand of them are named', async () => {
  const report = await bringIn(
    shop,
    fileOf(...Array.from({ length: 1_500 }, (_, n) => ({ type: 'price', source: 'a', external_id: String(n), amount: 1.5 })))
  );
  expect(report.issues).toHaveLength(1_000);
  expect(report.errors).toBe(3_000);
});

test('records refer to what comes later in the file; what is nowhere is named where it is missed', async () => {
  const source = newSource();
  const records = [anOrder(source), ...goods(source).toReversed()];
  expect((await bringIn(shop, fileOf(...records), { dryRun: true })).outcome).toBe('dry-run');
  expect(await refused(anOrder(source), aParcel(source, { order: 'x', location: 'nowhere' }))).toEqual([
    '2 dangling /lines/0/variant',
    '3 dangling /location',
    '3 dangling /order'
  ]);
});

test('the same record twice, or the same shelf by two names, is refused at its second line', async () => {
  const source = newSource();
  const all = goods(source);
  expect(await refused(...all, all[1] ?? {}, { ...all[4], external_id: 'again' })).toEqual([
    '7 duplicate /external_id',
    '8 duplicate /external_id'
  ]);
});

test('ids of two sources do not meet', async () => {
  const [a, b] = [newSource(), newSource()];
  const report = await bringIn(shop, fileOf(...goods(a), ...goods(b), anOrder(a), anOrder(b)));
  expect(report).toMatchObject({ outcome: 'applied', counts: { product: { created: 2 }, order: { created: 2 } } });
});

test('facts against each other are errors at the lines that hold them', async () => {
  const source = newSource();
  const base = [...goods(source), anOrder(source), aPayment(source)];
  const wrong = async (...records: object[]) => (await refused(...base, ...records)).map((text) => text.replace(/^\d+ /, ''));
  expect(await wrong(aParcel(source, { lines: [{ line: '1', quantity: 3 }] }))).toEqual(['too_many_units /lines/0/quantity']);
  expect(await wrong(aParcel(source, { lines: [{ line: '7', quantity: 1 }] }))).toEqual(['unknown_line /lines/0/line']);
  expect(await wrong(aParcel(source, { delivered_at: '2026-10-31T10:00:00+05:30' }))).toContain('out_of_order /delivered_at');
  expect(await wrong(aParcel(source, { state: 'teleported' }))).toEqual(['unknown_state /state']);
  const refund = { type: 'refund', source, external_id: 'r', payment: 'pay', amount: 2001, at: PLACED };
  expect(await wrong(refund)).toEqual(['too_much_money /amount']);
  expect(await wrong({ ...refund, amount: 5, currency: 'USD' })).toEqual(['wrong_currency /currency']);
  expect(await refused(...goods(source), anOrder(source), aPayment(source, { currency: 'USD' }))).toEqual(['8 wrong_currency /currency']);
  expect(await refused(...goods(source), anOrder(source, { total: 1 }))).toEqual(['7 wrong_total /total']);
  expect(await refused(...goods(source), anOrder(source, { cancelled_at: PLACED }), aParcel(source, { shipped_at: PLACED }))).toEqual([
    '7 out_of_order /cancelled_at'
  ]);
});

test('money is whole or written out: a binary fraction, a decimal too many and a sum that is no number are refused', async () => {
  const source = newSource();
  const price = (amount: unknown) => ({
    type: 'price',
    source,
    external_id: String(amount),
    variant: 'v',
    price_list: String(amount),
    amount
  });
  expect(await refused(...goods(source), price(12.5), price('12.345'), price('1,299'), price(-1))).toEqual([
    '7 bad_value /amount',
    '8 too_precise /amount',
    '9 bad_value /amount',
    '10 bad_value /amount'
  ]);
});

test('a number that looks like a card is refused where it stands, a token is not', async () => {
  const source = newSource();
  const customer = { type: 'customer', source, external_id: 'c', name: 'A', emails: [] };
  expect(await refused({ ...customer, instruments: [{ kind: 'card', brand: 'visa', token: '4242 4242 4242 4242' }] })).toEqual([
    '2 card_number /instruments/0/token'
  ]);
  expect(
    (await bringIn(shop, fileOf({ ...customer, instruments: [{ kind: 'card', last_four: '4242', token: 'tok_4242424242424242' }] })))
      .outcome
  ).toBe('applied');
});

test('a time needs its offset, and summer time is what the offset says', async () => {
  const source = newSource();
  expect(await refused(...goods(source), anOrder(source, { placed_at: '2026-03-29T02:30:00' }))).toEqual(['7 bad_value /placed_at']);
  const both = ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'].map((placed_at, n) =>
    anOrder(source, { external_id: `dst-${n}`, number: `${source}-dst-${n}`, placed_at })
  );
  await bringIn(shop, fileOf(...goods(source), ...both));
  const rows = await shop.db
    .selectFrom('orders')
    .select('placed_at')
    .where('number', 'like', `${source}-dst-%`)
    .orderBy('number')
    .execute();
  expect(rows.map(({ placed_at }) => placed_at.toISOString())).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
});

test('names come back in every script, as they were written', async () => {
  const source = newSource();
  const names = ['李小龍', 'محمد الأمين', 'אָבִיגַיִל', 'Ólafur Þór O’Brien', 'ผู้ใช้', 'खुशी 🪔', 'e\u0301', 'é'];
  await bringIn(
    shop,
    fileOf(...names.map((name, n) => ({ type: 'customer', source, external_id: String(n), name, emails: [`${n}@${source}.example`] })))
  );
  const lines = (await takenOut(shop)).split('\n').filter((line) => line.includes(`"customer","source":"${source}"`));
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(names);
});

test('unknown fields are warned of, kept and given back where they stood', async () => {
  const source = newSource();
  const report = await bringIn(
    shop,
    fileOf(
      ...goods(source),
      anOrder(source, { gift: { wrap: 'red' }, lines: [{ variant: 'v', quantity: 1, unit_price: 1000, engraved: 'A' }] })
    )
  );
  expect(report.issues.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'unknown_field /lines/0/engraved',
    'unknown_field /gift'
  ]);
  const line = (await takenOut(shop)).split('\n').find((text) => text.includes(`"order","source":"${source}"`));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ gift: { wrap: 'red' }, lines: [{ engraved: 'A' }] });
});

test('the words of another system are mapped by the header, and a word nobody knows is an error that lists those that are known', async () => {
  const source = newSource();
  const states = { order: { Versandt: 'shipped' } };
  const text = (state: string) =>
    [{ ...header, states }, ...goods(source), anOrder(source, { state })].map((line) => `${JSON.stringify(line)}\n`).join('');
  expect((await bringIn(shop, text('Versandt'), { dryRun: true })).errors).toBe(0);
  const report = await bringIn(shop, text('Verloren'));
  expect(report.issues).toMatchObject([{ code: 'unknown_state', pointer: '/state', value: 'Verloren' }]);
  expect(report.issues[0]?.message).toContain('processing');
});

test('a dry run says what would be and leaves nothing behind', async () => {
  const source = newSource();
  const report = await bringIn(shop, fileOf(...goods(source), anOrder(source)), { dryRun: true });
  expect(report).toMatchObject({ outcome: 'dry-run', counts: { order: { created: 1 }, stock: { created: 1 } } });
  expect(await shop.db.selectFrom('external_ref').select('type').where('source', '=', source).execute()).toEqual([]);
});
