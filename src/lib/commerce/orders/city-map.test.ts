import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cityMap } from './city-map.ts';
import { HEIGHT, WIDTH, type Spot } from './city-map-grid.ts';
import { cutAt } from './city-map-route.ts';

const seeds = fc.stringMatching(/^[1-9]\d{5}$/);
const bearings = fc.integer({ min: 0, max: 359 });
const lengthOf = (way: Spot[]): number =>
  way.slice(1).reduce((sum, to, place) => sum + Math.hypot(to.x - way[place]!.x, to.y - way[place]!.y), 0);

test('one postcode always has one town, another one another', () => {
  expect(cityMap('560038', 215)).toEqual(cityMap('560038', 215));
  expect(cityMap('560038', 215).blocks).not.toBe(cityMap('400050', 215).blocks);
});

test('every way leads from the side where it starts to the door on the other, and stays in the picture', () => {
  fc.assert(
    fc.property(seeds, bearings, (seed, bearing) => {
      const { route } = cityMap(seed, bearing);
      const [start, door] = [route[0]!, route.at(-1)!];
      const angle = (bearing * Math.PI) / 180;
      const along = (start.x - door.x) * Math.sin(angle) - (start.y - door.y) * Math.cos(angle);
      expect(along).toBeGreaterThan(330);
      expect(route.every(({ x, y }) => x > 0 && x < WIDTH && y > 0 && y < HEIGHT)).toBe(true);
      expect(route.slice(1).every((to, place) => Math.hypot(to.x - route[place]!.x, to.y - route[place]!.y) < 160)).toBe(true);
    }),
    { numRuns: 60 }
  );
});

test('words on the map stand apart, upright and inside', () => {
  fc.assert(
    fc.property(seeds, bearings, (seed, bearing) => {
      const { labels } = cityMap(seed, bearing);
      const roads = labels.filter(({ kind }) => kind === 'road');
      expect(new Set(labels.map(({ text }) => text)).size).toBe(labels.length);
      expect(roads.every(({ turn, x, y }) => Math.abs(turn) <= 90 && x > 60 && x < WIDTH - 60 && y > 60 && y < HEIGHT - 60)).toBe(true);
      for (const one of roads) {
        const others = labels.filter((other) => other !== one);
        expect(Math.min(...others.map((other) => Math.hypot(other.x - one.x, other.y - one.y)))).toBeGreaterThan(100);
      }
    }),
    { numRuns: 60 }
  );
});

test('paths hold whole numbers alone, so that server and browser draw the same', () => {
  const { blocks, lanes, roads, park, lake } = cityMap('110003', 40);
  for (const path of [blocks, lanes, roads, park, lake]) expect(path).toMatch(/^(M-?\d+ -?\d+(L-?\d+ -?\d+|\s-?\d+ -?\d+)*Z?)+$/);
  expect(blocks.length).toBeLessThan(24_000);
});

test('a way cut in two keeps its length, and the cut lies where the share says', () => {
  const { route } = cityMap('560038', 215);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      const { done, left, at } = cutAt(route, share);
      expect(done.at(-1)).toEqual(at);
      expect(left[0]).toEqual(at);
      expect(Math.abs(lengthOf(done) + lengthOf(left) - lengthOf(route))).toBeLessThan(2);
      expect(Math.abs(lengthOf(done) - share * lengthOf(route))).toBeLessThan(2);
    })
  );
  expect(cutAt(route, 7).at).toEqual(route.at(-1));
  expect(cutAt([], 0.5).done).toEqual([]);
});
