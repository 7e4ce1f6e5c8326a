import { expect, test } from 'vitest';
import { codesOf, parseText } from '#tests/fixtures/parse-text.ts';
import { planInventory } from '../import/plan-inventory.ts';
import { INVENTORY_HEADER, inventoryLine, type ShelfRow } from './inventory-csv.ts';

const shelf = (more: Partial<ShelfRow>): ShelfRow => ({
  handle: 'cup',
  title: 'Cup, "small"',
  optionNames: ['Size'],
  options: ['S'],
  sku: 'CUP-S',
  hsCode: '6911',
  origin: 'IN',
  location: 'Indiranagar',
  bin: 'A-1',
  unavailable: 1,
  committed: 2,
  available: 4,
  onHand: 7,
  ...more
});

test('what is written asks for no change where it came from', async () => {
  const rows = [
    shelf({}),
    shelf({ handle: 'lamp', optionNames: [], options: [], sku: null, bin: null, hsCode: '', origin: '', onHand: 0 })
  ];
  const text = INVENTORY_HEADER + rows.map((row) => inventoryLine(row)).join('');
  const parsed = await parseText(text);
  if (!('inventory' in parsed)) throw new Error('no inventory file');
  const level = { allocated: 1, held: 1, unavailable: 1, removable: false };
  const present = new Map([
    [
      'cup',
      [
        {
          id: 'c',
          options: ['S'],
          sku: 'CUP-S',
          attributes: { 'HS Code': '6911', COO: 'IN' },
          levels: new Map([['blr-indiranagar', { ...level, onHand: 7, bin: 'A-1' }]])
        }
      ]
    ],
    [
      'lamp',
      [{ id: 'l', options: [], sku: null, attributes: {}, levels: new Map([['blr-indiranagar', { ...level, onHand: 0, bin: null }]]) }]
    ]
  ]);
  const shelves = planInventory(parsed.inventory, present, { choices: { stale: 'error', negative: 'error' }, log: parsed.log });
  expect([codesOf(parsed.log), shelves.map(({ outcome }) => outcome)]).toEqual([[], ['unchanged', 'unchanged']]);
});

test('the header is that of today’s exports', () => {
  expect(INVENTORY_HEADER).toBe(
    'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Location,Bin name,' +
      'Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable),On hand (current),On hand (new)\n'
  );
});
