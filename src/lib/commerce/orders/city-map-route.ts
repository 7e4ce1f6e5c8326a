import {
  allCells,
  COLUMNS,
  HEIGHT,
  isStreet,
  nearestCell,
  ROWS,
  WIDTH,
  type Cell,
  type Clearing,
  type Grid,
  type Spot
} from './city-map-grid.ts';

/** Far enough apart to show a way, near enough to the middle to be seen on every screen: phones cut off the sides. */
const START_FROM_MIDDLE = { x: 250, y: 330 };
const DOOR_FROM_MIDDLE = { x: 210, y: 250 };
/** A broad road is worth a detour. */
const ROAD_IS = 0.6;

export type Roads = ({ column: number } | { row: number })[];
type Town = { grid: Grid; clearings: Clearing[]; roads: Roads };

/** Where a parcel starts and where its door is, as crossings: `bearing` degrees from north, seen from the door. */
export function endsOf(grid: Grid, bearing: number): { start: Cell; door: Cell } {
  const angle = (bearing * Math.PI) / 180;
  const [east, south] = [Math.sin(angle), -Math.cos(angle)];
  const start = { x: WIDTH / 2 + east * START_FROM_MIDDLE.x, y: HEIGHT / 2 + south * START_FROM_MIDDLE.y };
  const door = { x: WIDTH / 2 - east * DOOR_FROM_MIDDLE.x, y: HEIGHT / 2 - south * DOOR_FROM_MIDDLE.y };
  return { start: nearestCell(grid, start), door: nearestCell(grid, door) };
}

/** The shortest way along streets, by Dijkstra over some two hundred crossings. */
export function routeThrough(town: Town, { start, door }: { start: Cell; door: Cell }): Spot[] {
  const cost = new Map<number, number>([[numberOf(start), 0]]);
  const cameFrom = new Map<number, Cell>();
  const open = new Map(allCells().map((cell) => [numberOf(cell), cell]));
  while (open.size > 0) {
    const here = cheapest(open, cost);
    if (!here || numberOf(here) === numberOf(door)) break;
    open.delete(numberOf(here));
    for (const next of neighbours(here, town)) {
      const reached = (cost.get(numberOf(here)) ?? Infinity) + lengthOf(town, here, next);
      if (reached >= (cost.get(numberOf(next)) ?? Infinity)) continue;
      cost.set(numberOf(next), reached);
      cameFrom.set(numberOf(next), here);
    }
  }
  const way: Cell[] = [door];
  for (let at = cameFrom.get(numberOf(door)); at; at = cameFrom.get(numberOf(at))) way.unshift(at);
  return way.map(town.grid.spot);
}

const numberOf = ({ i, j }: Cell): number => j * COLUMNS + i;

function cheapest(open: Map<number, Cell>, cost: Map<number, number>): Cell | undefined {
  let best: Cell | undefined;
  let least = Infinity;
  for (const [number, cell] of open) {
    const its = cost.get(number) ?? Infinity;
    if (its < least) [best, least] = [cell, its];
  }
  return best;
}

function neighbours(cell: Cell, { clearings }: Town): Cell[] {
  const around = [
    { i: cell.i + 1, j: cell.j },
    { i: cell.i - 1, j: cell.j },
    { i: cell.i, j: cell.j + 1 },
    { i: cell.i, j: cell.j - 1 }
  ];
  return around.filter((next) => next.i >= 0 && next.j >= 0 && next.i < COLUMNS && next.j < ROWS && isStreet(cell, next, clearings));
}

function lengthOf({ grid, roads }: Town, a: Cell, b: Cell): number {
  const [from, to] = [grid.spot(a), grid.spot(b)];
  const isRoad = roads.some((road) =>
    'column' in road ? a.i === road.column && b.i === road.column : a.j === road.row && b.j === road.row
  );
  return Math.hypot(from.x - to.x, from.y - to.y) * (isRoad ? ROAD_IS : 1);
}

/** A way cut in two at a share of its length: what is done, what is left, and the point between. */
export function cutAt(route: Spot[], share: number): { done: Spot[]; left: Spot[]; at: Spot } {
  const legs = route.slice(1).map((to, place) => ({
    from: route[place] ?? to,
    to,
    length: Math.hypot(to.x - (route[place] ?? to).x, to.y - (route[place] ?? to).y)
  }));
  let rest = legs.reduce((sum, { length }) => sum + length, 0) * Math.max(0, Math.min(1, share));
  const done: Spot[] = route.slice(0, 1);
  for (const [place, { from, to, length }] of legs.entries()) {
    if (rest <= length) {
      const part = length === 0 ? 0 : rest / length;
      const at = { x: Math.round(from.x + (to.x - from.x) * part), y: Math.round(from.y + (to.y - from.y) * part) };
      return { done: [...done, at], left: [at, ...route.slice(place + 1)], at };
    }
    rest -= length;
    done.push(to);
  }
  const at = route.at(-1) ?? { x: WIDTH / 2, y: HEIGHT / 2 };
  return { done, left: [at], at };
}
