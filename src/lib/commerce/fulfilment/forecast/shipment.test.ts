import { expect, test } from 'vitest';
import { isFault, readShipment } from './shipment.ts';

const row = (more: Record<string, string> = {}) =>
  readShipment(
    { order_id: 'a', purchased_at: '2018-03-01 10:00:00', destination_region: 'SP', delivered_at: '2018-03-09T12:00:00+02:00', ...more },
    7
  );

test('four columns are enough; times without a zone are UTC', () => {
  expect(row()).toMatchObject({
    purchasedAt: Date.parse('2018-03-01T10:00:00Z'),
    deliveredAt: Date.parse('2018-03-09T10:00:00Z'),
    handedOverAt: null,
    promisedAt: null,
    originRegion: '',
    service: ''
  });
  expect(row({ purchased_at: '2018-03-01' })).toMatchObject({ purchasedAt: Date.parse('2018-03-01T00:00:00Z') });
});

test('a row that cannot be right is named with its column and what is wrong', () => {
  expect(row({ delivered_at: '' })).toEqual({ row: 7, column: 'delivered_at', problem: 'is empty' });
  expect(row({ order_id: ' ' })).toEqual({ row: 7, column: 'order_id', problem: 'is empty' });
  expect(row({ delivered_at: '2018-02-01' })).toEqual({ row: 7, column: 'delivered_at', problem: 'is before purchased_at' });
  expect(row({ purchased_at: 'soon' })).toMatchObject({ column: 'purchased_at', problem: expect.stringContaining('“soon” is no time') });
  expect(row({ purchased_at: '2018-13-01' })).toMatchObject({ column: 'purchased_at' });
  expect(isFault(row({ promised_at: 'x' }))).toBe(true);
});

test('a hand-over outside of purchase and delivery is forgotten, not the row', () => {
  expect(row({ handed_over_at: '2018-04-01' })).toMatchObject({ handedOverAt: null });
  expect(row({ handed_over_at: '2018-03-02' })).toMatchObject({ handedOverAt: Date.parse('2018-03-02T00:00:00Z') });
});
