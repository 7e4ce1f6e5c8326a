import { between, type Draw } from '#lib/kernel/draws.ts';

export const WIDTH = 900;
export const HEIGHT = 960;
const STEP = 100;
/** Columns and rows of crossings; two more than fit on each side, because the whole is turned a little. */
export const COLUMNS = 14;
export const ROWS = 15;
const JITTER = 19;
const WIDEST_TURN = 0.16;

/** A point of the drawing, in whole units. */
export type Spot = { x: number; y: number };
/** A crossing, and also the block to its lower right. */
export type Cell = { i: number; j: number };
export type Clearing = Cell[];

/** Crossings of crooked streets. A clearing is a park or a lake: no street runs through it. */
export type Grid = { spot: (cell: Cell) => Spot };

export function crookedGrid(draw: Draw): Grid {
  const turn = between(draw, -WIDEST_TURN, WIDEST_TURN);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const spots = Array.from({ length: COLUMNS * ROWS }, (_, at): Spot => {
    const x = ((at % COLUMNS) - (COLUMNS - 1) / 2) * STEP + between(draw, -JITTER, JITTER);
    const y = (Math.floor(at / COLUMNS) - (ROWS - 1) / 2) * STEP + between(draw, -JITTER, JITTER);
    return { x: Math.round(WIDTH / 2 + x * cos - y * sin), y: Math.round(HEIGHT / 2 + x * sin + y * cos) };
  });
  return { spot: ({ i, j }) => spots[j * COLUMNS + i] ?? { x: 0, y: 0 } };
}

export const allCells = (): Cell[] => Array.from({ length: COLUMNS * ROWS }, (_, at) => ({ i: at % COLUMNS, j: Math.floor(at / COLUMNS) }));

/** The four corners of a block, clockwise. */
export function cornersOf(grid: Grid, { i, j }: Cell): [Spot, Spot, Spot, Spot] {
  return [grid.spot({ i, j }), grid.spot({ i: i + 1, j }), grid.spot({ i: i + 1, j: j + 1 }), grid.spot({ i, j: j + 1 })];
}

export function nearestCell(grid: Grid, to: Spot): Cell {
  const far = (cell: Cell): number => Math.hypot(grid.spot(cell).x - to.x, grid.spot(cell).y - to.y);
  return allCells().reduce((best, cell) => (far(cell) < far(best) ? cell : best));
}

/** A rectangle of blocks around a point, kept away from the rim. */
export function clearingAt(grid: Grid, middle: Spot, size: { columns: number; rows: number }): Clearing {
  const { i, j } = nearestCell(grid, middle);
  const left = clamp(i - Math.floor(size.columns / 2), 1, COLUMNS - size.columns - 2);
  const top = clamp(j - Math.floor(size.rows / 2), 1, ROWS - size.rows - 2);
  return Array.from({ length: size.columns * size.rows }, (_, at) => ({
    i: left + (at % size.columns),
    j: top + Math.floor(at / size.columns)
  }));
}

/** Whether a street may run from a crossing to the next one: not where both its sides are one clearing. */
export function isStreet(from: Cell, to: Cell, clearings: Clearing[]): boolean {
  const [i, j] = [Math.min(from.i, to.i), Math.min(from.j, to.j)];
  const sides =
    from.j === to.j
      ? [
          { i, j: j - 1 },
          { i, j }
        ]
      : [
          { i: i - 1, j },
          { i, j }
        ];
  return !clearings.some((clearing) => sides.every((side) => includes(clearing, side)));
}

export const includes = (cells: Cell[], { i, j }: Cell): boolean => cells.some((cell) => cell.i === i && cell.j === j);
export const isInView = ({ x, y }: Spot, margin = 0): boolean => x > -margin && x < WIDTH + margin && y > -margin && y < HEIGHT + margin;
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The crossings of one street, from rim to rim: a column or a row of the grid. */
export function streetLine(street: { column: number } | { row: number }): Cell[] {
  return 'column' in street
    ? Array.from({ length: ROWS }, (_, j) => ({ i: street.column, j }))
    : Array.from({ length: COLUMNS }, (_, i) => ({ i, j: street.row }));
}
