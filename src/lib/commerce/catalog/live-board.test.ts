import { expect, test } from 'vitest';
import type { BoardView } from './board-view.ts';
import { heardBoard, needsNewBoard, openRoutes, shelfText } from './live-board.ts';

const time = { big: 'Friday', small: '' };
const store = (nodeId: string, available: number) => ({
  nodeId,
  name: nodeId,
  away: '700 m away',
  hours: 'open till 9 pm',
  available,
  onShow: false
});
const board: BoardView = {
  bring: { label: 'Bring it to me', time, press: 'Add', cost: 'Free', orderBy: '2026-11-25T05:00:00Z', faster: undefined },
  collect: { label: 'Collect at near', time, press: 'Add', nodeId: 'near', hours: 'open till 9 pm' },
  see: { gone: 'It stands in no store just now.' },
  stores: [store('near', 3), store('far', 1)]
};
const levels = (near: number, far: number, depot: number) => [
  { nodeId: 'near', available: near },
  { nodeId: 'far', available: far },
  { nodeId: 'depot', available: depot }
];

test('shelves follow at once, ways that still have goods stay', () => {
  const heard = heardBoard(board, levels(2, 1, 0), true);
  expect(heard.stores.map(({ available }) => available)).toEqual([2, 1]);
  expect(heard).toMatchObject({ bring: board.bring, collect: board.collect });
});

test('a shelf that is empty now cannot be collected from, nothing anywhere cannot be brought', () => {
  expect(heardBoard(board, levels(0, 1, 5), true)).toMatchObject({ bring: board.bring, collect: { gone: 'None on that shelf any more.' } });
  expect(heardBoard(board, levels(0, 0, -2), true)).toMatchObject({
    bring: { gone: 'None left anywhere just now.' },
    collect: { gone: 'None on that shelf any more.' }
  });
});

test('what is sold without counting does not follow shelves', () => {
  expect(heardBoard(board, levels(0, 0, 0), false)).toBe(board);
});

test('a new board is needed when a place runs out or has some again, not when it only has less', () => {
  expect(needsNewBoard(levels(3, 1, 0), levels(2, 1, 0))).toBe(false);
  expect(needsNewBoard(levels(3, 1, 0), levels(3, 0, 0))).toBe(true);
  expect(needsNewBoard(levels(3, 1, 0), levels(3, 1, 4))).toBe(true);
});

test('what is closed cannot be chosen', () => {
  expect(openRoutes(board)).toEqual(['bring', 'collect']);
  expect(openRoutes(heardBoard(board, levels(0, 0, 0), true))).toEqual([]);
});

test('a shelf is said in words', () => {
  expect([shelfText(3), shelfText(0), shelfText(0, false)]).toEqual(['3 on the shelf', 'none on the shelf', 'always there']);
});
