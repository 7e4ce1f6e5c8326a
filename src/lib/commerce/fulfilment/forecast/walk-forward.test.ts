import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoresOf, incumbentOf, lanesOf, monthsOf } from './scores.ts';
import type { Shipment } from './shipment.ts';
import { drawsFrom } from '#lib/kernel/draws.ts';
import { walkForward } from './walk-forward.ts';

const DAY = 86_400_000;
const START = Date.parse('2017-01-02T00:00:00Z');
const JULY = Date.parse('2017-07-01T00:00:00Z');

const LANES = [
  { to: 'near', days: 4 },
  { to: 'middle', days: 9 },
  { to: 'far', days: 16 }
];

/** Ten a day for a year on three lanes; `slower` says by how much all of it is slower on a day. */
function aYear(seed: number, slower: (day: number) => number = () => 1): Shipment[] {
  const random = drawsFrom(String(seed));
  return Array.from({ length: 3_650 }, (_, at) => {
    const day = Math.floor(at / 10);
    const lane = LANES[Math.floor(random() * 3)]!;
    const purchasedAt = START + day * DAY + Math.floor(random() * DAY);
    const handedOverAt = purchasedAt + (0.5 + random()) * DAY;
    const wobble = Math.exp((random() + random() + random() - 1.5) * 0.7);
    const deliveredAt = handedOverAt + lane.days * slower(day) * wobble * DAY;
    return {
      orderId: `o${at}`,
      purchasedAt,
      handedOverAt,
      deliveredAt,
      promisedAt: purchasedAt + (lane.days + 14) * DAY,
      originRegion: 'home',
      destinationRegion: lane.to,
      originPostcode: '',
      destinationPostcode: '',
      service: ''
    };
  });
}

test('what it says of an order never rests on what happened later', () => {
  const year = aYear(1).slice(0, 1_000);
  const whole = walkForward(year, { from: START, target: 0.9 });
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 90 }), (day) => {
      const now = START + day * DAY;
      // Whatever happens after this moment happens otherwise.
      const otherwise = year.map((one) => {
        if (one.deliveredAt <= now) return one;
        const handedOverAt = one.handedOverAt !== null && one.handedOverAt <= now ? one.handedOverAt : null;
        return { ...one, handedOverAt, deliveredAt: Math.max(one.purchasedAt, now) + 90 * DAY };
      });
      const again = walkForward(otherwise, { from: START, target: 0.9 });
      const before = ({ said }: typeof whole) =>
        said
          .filter(({ shipment }) => shipment.purchasedAt <= now)
          .map(({ promisedAt, expectedAt, quantiles }) => ({ promisedAt, expectedAt, quantiles }));
      expect(before(again)).toEqual(before(whole));
    }),
    { numRuns: 4 }
  );
}, 120_000);

test('the share that is kept is the share that was aimed at, with shorter promises than the shop gave', () => {
  for (const target of [0.8, 0.9, 0.95]) {
    const { said } = walkForward(aYear(2), { from: JULY, target });
    const scores = scoresOf(said);
    expect(scores.onTime).toBeGreaterThan(target - 0.025);
    expect(scores.onTime).toBeLessThan(target + 0.05);
    expect(scores.meanPromiseDays).toBeLessThan(incumbentOf(said)!.meanPromiseDays);
    expect(scores.calibrationGap).toBeLessThan(0.03);
    expect(scores.maeHandoverDays).toBeLessThanOrEqual(scores.maePurchaseDays);
  }
});

test('each lane has its own promise, and each is kept', () => {
  const { said } = walkForward(aYear(3), { from: JULY, target: 0.9 });
  const days = Object.fromEntries(lanesOf(said).map(({ name, meanPromiseDays }) => [name, meanPromiseDays]));
  expect(days['home → near']).toBeLessThan(days['home → middle']!);
  expect(days['home → middle']).toBeLessThan(days['home → far']!);
  for (const { onTime } of lanesOf(said)) expect(onTime).toBeGreaterThan(0.83);
  expect(monthsOf(said)).toHaveLength(7);
});

test('when everything becomes slower, promises become longer within weeks', () => {
  const slower = (day: number) => (day >= 240 ? 1.6 : 1);
  const { said } = walkForward(aYear(4, slower), { from: JULY, target: 0.9 });
  const kept = (from: number, to: number) => {
    const some = said.filter(({ shipment }) => shipment.purchasedAt >= START + from * DAY && shipment.purchasedAt < START + to * DAY);
    return scoresOf(some).onTime;
  };
  expect(kept(240, 260)).toBeLessThan(0.85);
  expect(kept(290, 340)).toBeGreaterThan(0.85);
});

test('most of what is late is told before its day, and most of what is told is late', () => {
  const { warnRecall, warnPrecision } = scoresOf(walkForward(aYear(5), { from: JULY, target: 0.9 }).said);
  expect(warnRecall).toBeGreaterThan(0.7);
  expect(warnPrecision).toBeGreaterThan(0.5);
});

test('before anything is known no date is named', () => {
  const { said, silent } = walkForward(aYear(6).slice(0, 25), { from: START, target: 0.9 });
  expect([said.length, silent]).toEqual([0, 25]);
});
