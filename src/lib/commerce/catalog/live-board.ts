import type { BoardView, Gone } from './board-view.ts';

export type RouteId = 'bring' | 'collect' | 'see';
type Levels = readonly { nodeId: string; available: number }[];

export const isGone = (way: object): way is Gone => 'gone' in way;

/** The ways that can be chosen, in the order of the board. */
export function openRoutes(board: BoardView): RouteId[] {
  return (['bring', 'collect', 'see'] as const).filter((id) => !isGone(board[id]));
}

/**
 * The board with what the shop told since it was made: shelves at once, and a way that has nothing left any more is closed. Which
 * way opens instead is for the server to say: see `needsNewBoard`.
 */
export function heardBoard(board: BoardView, levels: Levels, counted: boolean): BoardView {
  if (!counted) return board;
  const left = new Map(levels.map(({ nodeId, available }) => [nodeId, Math.max(0, available)]));
  const { bring, collect } = board;
  const isSoldOut = [...left.values()].every((available) => available === 0);
  return {
    ...board,
    stores: board.stores.map((store) => ({ ...store, available: left.get(store.nodeId) ?? 0 })),
    bring: isSoldOut && !isGone(bring) ? { gone: 'None left anywhere just now.' } : bring,
    collect: isGone(collect) || (left.get(collect.nodeId) ?? 0) > 0 ? collect : { gone: 'None on that shelf any more.' }
  };
}

/** Whether a place ran out or has some again: then dates, fees and ways may be others. */
export function needsNewBoard(before: Levels, now: Levels): boolean {
  return having(before) !== having(now);
}

function having(levels: Levels): string {
  return levels
    .flatMap(({ nodeId, available }) => (available > 0 ? [nodeId] : []))
    .toSorted()
    .join();
}

export function shelfText(available: number, counted = true): string {
  if (!counted) return 'always there';
  return available === 0 ? 'none on the shelf' : `${available} on the shelf`;
}

const FEW = 3;

/** A word under a swatch, where there is something to say. */
export function leftText(left: number, counted: boolean): string | undefined {
  if (!counted || left > FEW) return undefined;
  return left === 0 ? 'None left' : `${left} left`;
}
