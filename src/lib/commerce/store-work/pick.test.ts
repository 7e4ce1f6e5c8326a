import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#lib/kernel/refusal.ts';
import { inBinOrder, isAllPicked, lineScanned, type PickLine } from './pick.ts';

const line = (change: Partial<PickLine>): PickLine => ({
  id: change.variantId ?? 'mug',
  variantId: 'mug',
  title: 'Mug',
  options: [],
  sku: 'MUG-1',
  barcode: '0012345678905',
  bin: 'A1',
  quantity: 2,
  picked: 0,
  ...change
});

test('a unit counts by barcode or SKU, with or without leading zeros, in any case', () => {
  const mug = line({});
  for (const code of ['0012345678905', '12345678905', 'mug-1', ' MUG-1 ']) expect(lineScanned([mug], code)).toBe(mug);
});

test('what is not in the parcel and what is too much are refused, each by its name', () => {
  expect(() => lineScanned([line({})], '999')).toThrow(new Refusal('wrong-item'));
  expect(() => lineScanned([line({ picked: 2 })], 'MUG-1')).toThrow(new Refusal('wrong-count', '2'));
  expect(() => lineScanned([line({})], ' 0 ')).toThrow(expect.objectContaining({ code: 'invalid' }));
  expect(() => lineScanned([line({ sku: null, barcode: null })], 'null')).toThrow(new Refusal('wrong-item'));
});

test('two lines of one thing are filled one after the other', () => {
  const lines = [line({ id: 'one', picked: 2 }), line({ id: 'two' })];
  expect(lineScanned(lines, 'MUG-1').id).toBe('two');
});

test('scanning whatever comes never counts more than is wanted, and all of it once each unit was scanned', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('MUG-1', 'PAN-1', 'other'), { maxLength: 12 }), (codes) => {
      let lines = [line({}), line({ id: 'pan', variantId: 'pan', sku: 'PAN-1', barcode: null, quantity: 1 })];
      for (const code of codes) {
        try {
          const { id } = lineScanned(lines, code);
          lines = lines.map((one) => (one.id === id ? { ...one, picked: one.picked + 1 } : one));
        } catch (fault) {
          if (!(fault instanceof Refusal)) throw fault;
        }
      }
      expect(lines.every(({ picked, quantity }) => picked <= quantity)).toBe(true);
      const scanned = (code: string) => codes.filter((one) => one === code).length;
      expect(isAllPicked(lines)).toBe(scanned('MUG-1') >= 2 && scanned('PAN-1') >= 1);
    })
  );
});

test('one walks past the shelves once: bins in their order, what has none at the end', () => {
  const bins = ['B1', null, 'A10', 'A2'].map((bin) => line({ bin }));
  expect(inBinOrder(bins).map(({ bin }) => bin)).toEqual(['A2', 'A10', 'B1', null]);
});
