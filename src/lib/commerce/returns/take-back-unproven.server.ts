import { insertUnproven, lockEmptySearch, lowestPrice } from '#db/queries/unproven-returns.ts';
import { policyFor } from '#db/queries/policies.ts';
import { insertMovements, isCounted, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import { openUnprovenCredit, payIn } from '#db/queries/stored-values.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Actor, Staff } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { creditCode, sealedCode } from '../payments/stored-value.ts';
import { decideUnproven } from '../policies/decide-unproven.ts';
import { levelEvents } from '../stock/stock-level.ts';
import { MARKET } from '../stores/market.ts';
import { atNode, mayGiveCash } from '../stores/staff-policy.ts';
import { LOWEST_OF_MS } from './receipt-search.ts';

/** `searchId`: of the actor's own search that found nothing. `manager`: who says yes, known by their PIN. */
export type TakeBackUnproven = { searchId: string; variantId: string; disposition: 'restock_a' | 'scrap'; manager: Staff };

/**
 * A thing is taken back whose purchase nobody finds: for store credit at the lowest price of the last ninety days, by a code that the counter
 * tells. Once for each search. Refuses `forbidden` (also when nobody else says yes), `not-found` for a search that is over, of somebody else or
 * that found something, `purchase-needed` when the policy does not let, `not-allowed` the second time.
 */
export async function takeBackUnproven(shop: Shop, actor: Actor, input: TakeBackUnproven): Promise<void> {
  const { userId, nodeId } = atNode(actor, 'take-returns');
  const { searchId, variantId, disposition, manager } = input;
  if (!mayGiveCash(manager) || manager.userId === userId) refuse('forbidden', 'another person');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const search = await lockEmptySearch(tx, { searchId, userId, at });
    if (!search) refuse('not-found');
    if (search.isUsed) refuse('not-allowed', 'taken back before');
    const policy = await policyFor(tx, { country: MARKET.country, channel: 'pos', customerId: null, at });
    const lowestMinor = await lowestPrice(tx, { variantId, currency: MARKET.currency, since: new Date(at.getTime() - LOWEST_OF_MS) });
    const ruling = decideUnproven(policy, { lowestMinor });
    if (!ruling.allowed) refuse(ruling.code, ruling.detail);
    const { amountMinor, by } = ruling;
    const [id, valueId] = [shop.newId(), shop.newId()];
    const currency = MARKET.currency;
    const sealed = sealedCode(shop.keys.seal, creditCode(shop.keys.seal, id));
    await openUnprovenCredit(tx, { id: valueId, sealed, currency, at });
    const entry = { id: shop.newId(), valueId, deltaMinor: amountMinor, cause: `unproven:${id}`, actor, at, spendUntil: at };
    await payIn(tx, 'issued', entry);
    const made = { id, searchId, nodeId, variantId, disposition, amountMinor, currency, valueId, by, askedBy: userId };
    await insertUnproven(tx, { ...made, approvedBy: manager.userId, at });
    const what = { searchId, variantId, nodeId, amountMinor, currency, approvedBy: manager.userId, policy: by };
    record({ type: 'receipt.credited', topic: `receipt-search:${searchId}`, version: 2, ...what });
    if (disposition === 'restock_a') await shelve({ shop, actor, tx, record, at }, { nodeId, variantId });
  });
}

type Turn = { shop: Shop; actor: Actor; tx: Tx; record: Recorder; at: Date };

/** For sale again, as whatever else came in: no order says that it ever left. */
async function shelve({ shop, actor, tx, record, at }: Turn, place: { nodeId: string; variantId: string }): Promise<void> {
  if (!(await isCounted(tx, place.variantId))) return;
  await openLevel(tx, place);
  const before = await lockLevel(tx, place);
  const level = await setOnHand(tx, { ...place, onHand: (before?.onHand ?? 0) + 1, countedAt: null, at });
  const movement = { ...place, id: shop.newId(), kind: 'received' as const, quantity: 1, reason: 'taken back without its purchase' };
  await insertMovements(tx, [movement], { actor, at });
  record(...levelEvents(before, level));
}
