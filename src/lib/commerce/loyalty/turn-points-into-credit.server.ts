import { once } from '#db/queries/idempotency.ts';
import { lockPoints, pointsTerms, spendPoints } from '#db/queries/loyalty.ts';
import { openCreditOf, payIn } from '#db/queries/stored-values.ts';
import { findAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { theCustomer } from '../customers/customer.ts';
import { SPEND_WITHIN_MS } from '../payments/stored-value.ts';
import { MARKET } from '../stores/market.ts';
import { pointsTopic } from './loyalty.events.ts';
import { decideToTurn } from './turn.ts';

/** `points` above 0. */
export type TurnPoints = { points: number; key: string };
export type TurnedPoints = { points: number; creditedMinor: number; currency: string; pending: number; spendable: number };

/**
 * Points become store credit of the account, with which everything can be paid. Refuses `not-allowed` for guests and while points are not for spending,
 * `points-too-few` (detail: the fewest), `not-enough-points` and `points-pending` (detail: how many there are, or may be spent now), `key-reused`.
 */
export async function turnPointsIntoCredit(shop: Shop, actor: Actor, { points, key }: TurnPoints): Promise<TurnedPoints> {
  const customerId = theCustomer(actor);
  const named = once(`turn-points:${customerId}`, key, { points });
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    if (!(await findAccount(tx, customerId))) refuse('not-allowed');
    const { currency } = MARKET;
    const [at, entryId] = [shop.now(), shop.newId()];
    const terms = await pointsTerms(tx, currency);
    // The credit first and then the points, as whatever pays or gives back with an order does.
    const valueId = await openCreditOf(tx, { id: shop.newId(), customerId, currency, at });
    const creditedMinor = decideToTurn(terms, await lockPoints(tx, customerId), points);
    const left = await spendPoints(tx, { id: entryId, customerId, points, creditedMinor, currency, at });
    const spendUntil = new Date(at.getTime() + SPEND_WITHIN_MS);
    await payIn(tx, 'points', { id: shop.newId(), valueId, deltaMinor: creditedMinor, cause: `points:${entryId}`, actor, at, spendUntil });
    const { version, pending, spendable } = left;
    const spent = { type: 'loyalty.spent' as const, topic: pointsTopic(customerId), version, customerId, pending, spendable };
    record({ ...spent, points, creditedMinor, currency });
    return { points, creditedMinor, currency, pending, spendable };
  });
}
