import { pointsEntries, pointsOf, pointsTerms, waitingPoints } from '#db/queries/loyalty.ts';
import { theCustomer } from '#lib/commerce/customers/customer.ts';
import { turnPointsIntoCredit } from '#lib/commerce/loyalty/turn-points-into-credit.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Points, TurnedPoints, TurnPoints } from '../schemas/points.ts';
import { Nothing } from '../schemas.ts';

const MOST_ENTRIES = 50;

export const pointsEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/account/points',
    operationId: 'readPoints',
    tag: 'accounts',
    summary: 'Points, what waits, and their ledger',
    description: 'Goods that are kept earn them. They may be spent when these can no longer come back.',
    params: Nothing,
    status: 200,
    answer: Points,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor) {
      const customerId = theCustomer(actor);
      const [terms, balance, waiting, entries] = await Promise.all([
        pointsTerms(shop.db, MARKET.currency),
        pointsOf(shop.db, customerId),
        waitingPoints(shop.db, customerId, MOST_ENTRIES),
        pointsEntries(shop.db, customerId, MOST_ENTRIES)
      ]);
      return {
        ...balance,
        waiting: waiting.map(({ dueAt, ...one }) => ({ ...one, spendableFrom: dueAt?.toISOString() ?? null })),
        entries: entries.map(({ at, currency: _unused, ...one }) => ({ ...one, at: at.toISOString() })),
        terms: terms?.isOn ? { currency: terms.currency, worthMinor: terms.worthMinor, leastPoints: terms.leastPoints } : null
      };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/account/points/credit',
    operationId: 'turnPointsIntoCredit',
    tag: 'accounts',
    summary: 'Turn points into store credit',
    description: 'With it everything can be paid: see `payWithBalance`.',
    params: Nothing,
    body: TurnPoints,
    status: 201,
    answer: TurnedPoints,
    refusals: ['not-allowed', 'not-enough-points', 'points-pending', 'points-too-few'],
    once: true,
    signedIn: 'yes',
    example: { body: { points: 1000 } },
    run: async (shop, actor, { body: { points }, key }) => turnPointsIntoCredit(shop, actor, { points, key })
  })
];
