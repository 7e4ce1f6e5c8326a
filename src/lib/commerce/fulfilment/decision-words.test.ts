import { expect, test } from 'vitest';
import { restsOn, shownDecision } from './decision-words.ts';

const at = Date.parse('2026-11-27T15:30:00Z');

test('each place says why it sends or why not, nearest first, and the points what spoke against the way that was taken', () => {
  const decisions = [
    { nodeId: 'far', metres: 1_740_000, verdict: 'not-needed', offer: { arrivesAt: at, has: [1] } },
    { nodeId: 'near', metres: 2_100, verdict: 'chosen', offer: { arrivesAt: at } },
    { nodeId: 'abroad', metres: null, verdict: 'no-service' }
  ];
  expect(shownDecision({ nodeId: 'near', decisions, score: { day: 2.25, parcel: 0, fee: 0.35, load: 0.001 } })).toEqual({
    places: [
      { nodeId: 'near', distance: '2.1 km', verdict: 'Sends it', isChosen: true, arrivesAt: new Date(at) },
      { nodeId: 'far', distance: '1,740 km', verdict: 'Could have sent it, for more points', isChosen: false, arrivesAt: new Date(at) },
      { nodeId: 'abroad', distance: '', verdict: 'Shut, or does not bring it there this way', isChosen: false, arrivesAt: null }
    ],
    points: '2.60 points: days until it is there 2.25, what parcels cost 0.35'
  });
});

test('what was kept before points were counted says less, and what is no decision says nothing', () => {
  expect(shownDecision({ decisions: [{ nodeId: 'a', metres: 10, verdict: 'no-stock' }] })).toMatchObject({ points: '' });
  for (const odd of [{}, null, 'text', { decisions: [{ nodeId: 'a', verdict: 'maybe', metres: 1 }] }])
    expect(shownDecision(odd)).toBeUndefined();
});

test('a promise says what the length of its way rests on', () => {
  const transit = { unit: 'day', p50: 3, p90: 5 };
  expect(restsOn({ source: 'zone-table', transit, learned: null })).toBe('The way takes 3 to 5 days, by the table of zones.');
  expect(restsOn({ source: 'learned', transit, learned: { n: 57, level: 'lane' } })).toBe(
    'The way takes 3 to 5 days, as 57 deliveries from there have shown.'
  );
  expect(restsOn({ source: 'learned', transit: { unit: 'day', p50: 1, p90: 1 }, learned: { n: 90, level: 'zone' } })).toBe(
    'The way takes 1 day, as 90 deliveries of all places have shown.'
  );
  for (const older of [{}, { source: 'table', transit }, { source: 'store', transit: null, learned: null }])
    expect(restsOn(older)).toBeUndefined();
});
