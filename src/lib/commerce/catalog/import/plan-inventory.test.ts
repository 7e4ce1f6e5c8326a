import { expect, test } from 'vitest';
import { codesOf, parseText } from '#tests/fixtures/parse-text.ts';
import { planInventory, type PresentLevel, type PresentStock } from './plan-inventory.ts';
import type { InventoryChoices } from './wanted-on-hand.ts';

const STRICT: InventoryChoices = { stale: 'error', negative: 'error' };
const level = (onHand: number, more: Partial<PresentLevel> = {}): PresentLevel => ({
  onHand,
  allocated: 0,
  held: 0,
  unavailable: 0,
  bin: null,
  removable: true,
  ...more
});

function shop(levels: Record<string, PresentLevel> = {}): PresentStock {
  const red = { id: 'red', options: ['Red'], sku: 'SH-R', attributes: {}, levels: new Map(Object.entries(levels)) };
  const blue = { id: 'blue', options: ['Blue'], sku: null, attributes: {}, levels: new Map<string, PresentLevel>() };
  const lamp = { id: 'lamp', options: [], sku: null, attributes: {}, levels: new Map<string, PresentLevel>() };
  return new Map([
    ['shirt', [red, blue]],
    ['lamp', [lamp]]
  ]);
}

async function plan(text: string, present = shop(), choices = STRICT) {
  const parsed = await parseText(text);
  if (!('inventory' in parsed)) throw new Error('no inventory file');
  const shelves = planInventory(parsed.inventory, present, { choices, log: parsed.log });
  return { shelves, log: parsed.log, counted: shelves.map(({ variantId, nodeId, after }) => [variantId, nodeId, after?.onHand]) };
}

const NOW = 'Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,On hand (current),On hand (new)';
const now = (...lines: string[]) => [NOW, ...lines].join('\n');

test('the shape of 2023: "On hand" is the new value', async () => {
  const head =
    'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Location,Incoming,Unavailable,Committed,Available,On hand';
  const { counted, log, shelves } = await plan(
    `${head}\nshirt,Shirt,Colour,Red,,,,,SH-R,6109,IN,hoskote WAREHOUSE ,0,0,0,5,7\n`,
    shop({ 'blr-hoskote': level(4) })
  );
  expect([codesOf(log), counted]).toEqual([[], [['red', 'blr-hoskote', 7]]]);
  expect(shelves[0]).toMatchObject({ outcome: 'updated', attributes: { 'HS Code': '6109', COO: 'IN' } });
});

test('the shape of now: blank asks for nothing, a number is the new value, the bin is set', async () => {
  const { counted, shelves, log } = await plan(
    now('shirt,,,Red,,,,Indiranagar,A-3,4,', 'shirt,,,Blue,,,,Indiranagar,,,3', 'lamp,,Title,Default Title,,,,Indiranagar,,,'),
    shop({ 'blr-indiranagar': level(4, { bin: 'A-1' }) })
  );
  expect(codesOf(log)).toEqual([]);
  expect(counted).toEqual([
    ['red', 'blr-indiranagar', 4],
    ['blue', 'blr-indiranagar', 3],
    ['lamp', 'blr-indiranagar', undefined]
  ]);
  expect(shelves.map(({ outcome, changes }) => [outcome, changes])).toEqual([
    ['updated', [{ what: 'bin', from: 'A-1', to: 'A-3' }]],
    ['created', [{ what: 'on hand', from: 'not stocked', to: '3' }]],
    ['unchanged', []]
  ]);
});

test('one column for each location carries what is available: promised and damaged units come on top', async () => {
  const present = shop({ 'blr-hoskote': level(10, { allocated: 2, unavailable: 1, held: 3 }) });
  const { counted, log } = await plan(
    'Handle,Title,Option1 Name,Option1 Value,SKU,Hoskote warehouse,Indiranagar\nshirt,Shirt,Colour,Red,,5,not stocked\n',
    present
  );
  expect([codesOf(log), counted]).toEqual([
    [],
    [
      ['red', 'blr-hoskote', 8],
      ['red', 'blr-indiranagar', undefined]
    ]
  ]);
});

test('columns named after places we do not have make no inventory file', async () => {
  const parsed = await parseText('Handle,Title,Option1 Name,Option1 Value,SKU,Hoskote warehouse,Atlantis\n');
  expect([parsed.format, codesOf(parsed.log)]).toEqual(['shopify-products', ['unknown_column', 'unknown_column']]);
});

test('stock that moved since the export is refused, carried over or overwritten, as one chooses', async () => {
  const file = now('shirt,,,Red,,,,Indiranagar,,10,12');
  const present = () => shop({ 'blr-indiranagar': level(7) });
  const refused = await plan(file, present());
  expect(refused.log.issues).toMatchObject([
    { code: 'stale_row', value: '10', message: expect.stringContaining('when 10 were on hand, now there are 7') }
  ]);
  expect(refused.shelves).toEqual([]);
  expect((await plan(file, present(), { ...STRICT, stale: 'difference' })).counted).toEqual([['red', 'blr-indiranagar', 9]]);
  expect((await plan(file, present(), { ...STRICT, stale: 'absolute' })).counted).toEqual([['red', 'blr-indiranagar', 12]]);
  expect(codesOf((await plan(now('shirt,,,Red,,,,Indiranagar,,not stocked,2'), present())).log)).toEqual(['stale_row']);
});

test('fewer than none is refused or taken as none', async () => {
  const file = now('shirt,,,Red,,,,Indiranagar,,,-2');
  expect(codesOf((await plan(file)).log)).toEqual(['negative_on_hand']);
  const taken = await plan(file, shop(), { ...STRICT, negative: 'zero' });
  expect([taken.log.errors, codesOf(taken.log), taken.counted]).toEqual([0, ['negative_on_hand'], [['red', 'blr-indiranagar', 0]]]);
});

test('a shelf is given up only when nothing lies there and nothing is promised', async () => {
  const file = now('shirt,,,Red,,,,Indiranagar,,,Not Stocked');
  expect((await plan(file, shop({ 'blr-indiranagar': level(0) }))).shelves).toMatchObject([{ outcome: 'updated', after: undefined }]);
  expect((await plan(file)).shelves).toMatchObject([{ outcome: 'unchanged' }]);
  // With a history it stays, empty: once more, and for ever, nothing changes.
  const kept = shop({ 'blr-indiranagar': level(0, { removable: false }) });
  expect((await plan(file, kept)).shelves).toMatchObject([{ outcome: 'unchanged', after: { onHand: 0 } }]);
  for (const busy of [level(1), level(0, { held: 1 }), level(0, { allocated: 1 })]) {
    expect(codesOf((await plan(file, shop({ 'blr-indiranagar': busy }))).log)).toEqual(['in_use']);
  }
});

test('what is unknown, does not fit or comes twice is named', async () => {
  const { log, shelves } = await plan(
    now(
      'shirt,,,Red,,,,Atlantis,,,1',
      'cap,,,Red,,,,Indiranagar,,,1',
      'shirt,,,Green,,,,Indiranagar,,,1',
      'shirt,,,Red,SH-B,,,Indiranagar,,,1',
      'shirt,,,Blue,,,,Indiranagar,,,1',
      'shirt,,,Blue,,,,Indiranagar,,,2',
      ',,,Blue,,,,Indiranagar,,,2',
      'lamp,,,,,,,Indiranagar,,,many',
      'lamp,,,,,,,Indiranagar,,,1.5'
    )
  );
  // Cells are read before the shop is looked at, so theirs come first.
  expect(log.issues.map(({ code, record }) => [code, record])).toEqual([
    ['unknown_location', 2],
    ['unknown_handle', 8],
    ['bad_number', 9],
    ['bad_quantity', 10],
    ['unknown_handle', 3],
    ['unknown_options', 4],
    ['sku_mismatch', 5],
    ['duplicate_row', 7]
  ]);
  expect(shelves).toHaveLength(1);
});

test('a count below what is promised says how many are short', async () => {
  const { shelves } = await plan(now('shirt,,,Red,,,,Indiranagar,,,2'), shop({ 'blr-indiranagar': level(6, { allocated: 3, held: 1 }) }));
  expect(shelves[0]!.short).toBe(2);
});

test('a file that does not say which quantity it carries is refused', async () => {
  const parsed = await parseText('Handle,Title,Location,Available\nshirt,Shirt,Indiranagar,4\n');
  expect([parsed.format, codesOf(parsed.log)]).toEqual(['shopify-inventory', ['no_header']]);
});
