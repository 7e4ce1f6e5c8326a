import { between, drawsFrom, takeOne, type Draw } from '#lib/kernel/draws.ts';
import {
  allCells,
  clearingAt,
  COLUMNS,
  cornersOf,
  crookedGrid,
  HEIGHT,
  includes,
  isInView,
  isStreet,
  ROWS,
  streetLine,
  WIDTH,
  type Cell,
  type Clearing,
  type Grid,
  type Spot
} from './city-map-grid.ts';
import { endsOf, routeThrough, type Roads } from './city-map-route.ts';

export type MapLabel = { text: string; x: number; y: number; turn: number; kind: 'road' | 'park' | 'lake' };

/** A sketch of a town in drawing units, paths ready for `d`. It is like no real place, and always the same for one seed. */
export type CityMap = {
  blocks: string;
  lanes: string;
  roads: string;
  park: string;
  lake: string;
  labels: MapLabel[];
  /** Corners of the way from where a parcel starts to the door. */
  route: Spot[];
};

const ROAD_NAMES = [
  'Tamarind Road',
  'Old Mill Road',
  'Lantern Street',
  'Potters Row',
  'Museum Walk',
  'Canal Road',
  'Jackfruit Avenue',
  'Loom Street'
];
const PARK_NAMES = ['Neem Park', 'Kite Ground', 'Mango Grove', 'Parade Maidan'];
const LAKE_NAMES = ['Lotus Lake', 'Heron Lake', 'Mill Tank', 'Quiet Water'];

/** `bearing`: degrees from north in which a parcel's start lies as seen from the door. */
export function cityMap(seed: string, bearing: number): CityMap {
  const draw = drawsFrom(seed);
  const grid = crookedGrid(draw);
  const [park, lake] = clearings(grid, bearing);
  const roads = broadRoads(draw, [park, lake]);
  const town = { grid, clearings: [park, lake], roads };
  const route = routeThrough(town, endsOf(grid, bearing));
  const places = [
    clearingLabel(grid, park, { text: takeOne(draw, [...PARK_NAMES]), kind: 'park' }),
    clearingLabel(grid, lake, { text: takeOne(draw, [...LAKE_NAMES]), kind: 'lake' })
  ];
  return {
    blocks: allCells()
      .filter((cell) => isBuilt(grid, cell) && !includes(park, cell) && !includes(lake, cell))
      .map((cell) => buildings(cornersOf(grid, cell), draw))
      .join(''),
    lanes: lanes(grid, town.clearings),
    roads: roads.map((road) => lineOf(streetLine(road).map(grid.spot))).join(''),
    park: park.map((cell) => outline(cornersOf(grid, cell))).join(''),
    lake: lake.map((cell) => outline(cornersOf(grid, cell))).join(''),
    labels: [...places, ...roadLabels(grid, roads, { draw, taken: [...places, ...route] })],
    route
  };
}

/** On either side of the way, so that neither start nor door lies in the water. */
function clearings(grid: Grid, bearing: number): [Clearing, Clearing] {
  const angle = ((bearing + 90) * Math.PI) / 180;
  const aside = (length: number): Spot => ({ x: WIDTH / 2 + Math.sin(angle) * length, y: HEIGHT / 2 - Math.cos(angle) * length });
  return [clearingAt(grid, aside(-260), { columns: 2, rows: 2 }), clearingAt(grid, aside(250), { columns: 3, rows: 2 })];
}

/** Two across and two down, none of them through a clearing. */
function broadRoads(draw: Draw, open: Clearing[]): Roads {
  const isFree = (line: Cell[]): boolean => line.slice(1).every((cell, place) => isStreet(line[place] ?? cell, cell, open));
  const pick = (candidates: number[]): number[] => {
    const first = candidates[Math.floor(draw() * candidates.length)];
    const apart = candidates.filter((one) => first !== undefined && Math.abs(one - first) >= 3);
    return [first, apart[Math.floor(draw() * apart.length)]].filter((one) => one !== undefined);
  };
  const inner = (count: number): number[] => Array.from({ length: count - 6 }, (_, at) => at + 3);
  const columns = pick(inner(COLUMNS).filter((column) => isFree(streetLine({ column }))));
  const rows = pick(inner(ROWS).filter((row) => isFree(streetLine({ row }))));
  return [...columns.map((column) => ({ column })), ...rows.map((row) => ({ row }))];
}

function isBuilt(grid: Grid, { i, j }: Cell): boolean {
  return i < COLUMNS - 1 && j < ROWS - 1 && cornersOf(grid, { i, j }).some((spot) => isInView(spot));
}

/** A block cut into plots, two or three each way, one of them left open now and then. */
function buildings([a, b, c, d]: [Spot, Spot, Spot, Spot], draw: Draw): string {
  const [columns, rows] = [draw() < 0.5 ? 2 : 3, draw() < 0.6 ? 2 : 3];
  const inside = (u: number, v: number): string => {
    const x = (a.x * (1 - u) + b.x * u) * (1 - v) + (d.x * (1 - u) + c.x * u) * v;
    const y = (a.y * (1 - u) + b.y * u) * (1 - v) + (d.y * (1 - u) + c.y * u) * v;
    return `${Math.round(x)} ${Math.round(y)}`;
  };
  const at = (place: number, count: number): number => 0.11 + (0.78 * place) / count;
  let plots = '';
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const gap = between(draw, 0.018, 0.034);
      if (draw() < 0.07) continue;
      const [left, right] = [at(column, columns) + gap, at(column + 1, columns) - gap];
      const [top, bottom] = [at(row, rows) + gap, at(row + 1, rows) - gap];
      plots += `M${inside(left, top)}L${inside(right, top)} ${inside(right, bottom)} ${inside(left, bottom)}Z`;
    }
  }
  return plots;
}

/** Every street as one line that is interrupted where it meets a clearing or leaves the picture. */
function lanes(grid: Grid, open: Clearing[]): string {
  const lines = [
    ...Array.from({ length: COLUMNS }, (_, column) => ({ column })),
    ...Array.from({ length: ROWS }, (_, row) => ({ row }))
  ].map(streetLine);
  return lines
    .map((line) => {
      let drawn = '';
      let isOn = false;
      for (const [place, to] of line.slice(1).entries()) {
        const from = line[place] ?? to;
        const isSeen = isInView(grid.spot(from), 60) || isInView(grid.spot(to), 60);
        const goesOn = isSeen && isStreet(from, to, open);
        if (goesOn) drawn += `${isOn ? ' ' : `M${pair(grid.spot(from))}L`}${pair(grid.spot(to))}`;
        isOn = goesOn;
      }
      return drawn;
    })
    .join('');
}

const pair = ({ x, y }: Spot): string => `${x} ${y}`;
const outline = (spots: Spot[]): string => `M${spots.map(pair).join('L')}Z`;
export const lineOf = (spots: Spot[]): string => (spots.length < 2 ? '' : `M${spots.map(pair).join('L')}`);

/** Words keep this far from each other and from the corners of the way, in drawing units. */
const APART = 105;

function roadLabels(grid: Grid, roads: Roads, { draw, taken }: { draw: Draw; taken: Spot[] }): MapLabel[] {
  const names = [...ROAD_NAMES];
  const placed: MapLabel[] = [];
  for (const road of roads) {
    const line = streetLine(road).map(grid.spot);
    const legs = line.slice(1).map((to, place) => legOf(line[place] ?? to, to));
    const free = legs.filter(
      (leg) => isInView(leg, -80) && [...taken, ...placed].every((other) => Math.hypot(other.x - leg.x, other.y - leg.y) > APART)
    );
    const leg = free[Math.floor(draw() * free.length)];
    if (leg) placed.push({ ...leg, text: takeOne(draw, names), kind: 'road' });
  }
  return placed;
}

/** Its middle, and how words along it must be turned: read from the left or from below, never upside down. */
function legOf(from: Spot, to: Spot): Spot & { turn: number } {
  const degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const turn = degrees > 90 ? degrees - 180 : degrees < -90 ? degrees + 180 : degrees;
  return { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2), turn: Math.round(turn) };
}

function clearingLabel(grid: Grid, clearing: Clearing, named: { text: string; kind: 'park' | 'lake' }): MapLabel {
  const corners = clearing.flatMap((cell) => cornersOf(grid, cell));
  const middle = (pick: (spot: Spot) => number): number => Math.round(corners.reduce((sum, spot) => sum + pick(spot), 0) / corners.length);
  return { ...named, x: middle(({ x }) => x), y: middle(({ y }) => y), turn: 0 };
}
