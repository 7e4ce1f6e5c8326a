import { expect, test } from 'vitest';
import { Refusal } from '#lib/kernel/refusal.ts';
import { decideToClose, decideToFill, decideToSend, decideToUnpack, transferred, type Transfer } from './transfer.ts';

const box = (state: Transfer['state'], ...lines: [variantId: string, sent: number, received: number][]): Transfer => ({
  id: 'box',
  fromNodeId: 'here',
  toNodeId: 'there',
  state,
  version: 3,
  lines: lines.map(([variantId, sent, received]) => ({ variantId, sent, received, difference: 0 }))
});

test('a box with something in it is picked, and planned again once all came out', () => {
  expect(decideToFill(box('planned'), { variantId: 'mug', by: 2 })).toBe('picked');
  expect(decideToFill(box('picked', ['mug', 2, 0], ['lamp', 1, 0]), { variantId: 'mug', by: -2 })).toBe('picked');
  expect(decideToFill(box('picked', ['mug', 2, 0]), { variantId: 'mug', by: -2 })).toBe('planned');
  expect(() => decideToFill(box('in_transit', ['mug', 2, 0]), { variantId: 'mug', by: 1 })).toThrow(Refusal);
});

test('only what is in it leaves, and only what left comes out', () => {
  expect(() => decideToSend(box('planned'))).toThrow(Refusal);
  expect(decideToSend(box('picked', ['mug', 2, 0]))).toBe('in_transit');
  const road = box('in_transit', ['mug', 2, 1], ['lamp', 1, 0]);
  expect(decideToUnpack(road, { variantId: 'mug', quantity: 1 })).toBe('in_transit');
  expect(() => decideToUnpack(road, { variantId: 'mug', quantity: 2 })).toThrow(new Refusal('wrong-count', '1'));
  expect(() => decideToUnpack(road, { variantId: 'pan', quantity: 1 })).toThrow(new Refusal('wrong-item'));
  expect(decideToUnpack(box('in_transit', ['mug', 2, 1]), { variantId: 'mug', quantity: 1 })).toBe('closed');
});

test('what is missing when nothing more comes is named, sorted by what it is', () => {
  expect(decideToClose(box('in_transit', ['mug', 2, 1], ['lamp', 1, 1], ['cup', 3, 0]))).toEqual({
    state: 'closed',
    differences: [
      { variantId: 'cup', quantity: 3 },
      { variantId: 'mug', quantity: 1 }
    ]
  });
  expect(() => decideToClose(box('closed'))).toThrow(Refusal);
  expect(() => decideToClose(box('picked', ['mug', 1, 0]))).toThrow(Refusal);
});

test('a step is told at both ends, with the next version', () => {
  const told = transferred(box('picked'), { nodeId: 'here', state: 'in_transit' });
  expect(told).toMatchObject({ topic: 'transfer:box', version: 4, nodeId: 'here', otherNodeId: 'there', units: [], differences: [] });
  expect(transferred(box('in_transit'), { nodeId: 'there', state: 'closed' })).toMatchObject({ nodeId: 'there', otherNodeId: 'here' });
});
