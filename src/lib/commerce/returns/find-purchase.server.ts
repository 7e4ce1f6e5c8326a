import { insertSearch, ordersOfCard, ordersOfPhone } from '#db/queries/receipt-searches.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cardSealOf } from '../payments/kept-card.ts';
import { atNode } from '../stores/staff-policy.ts';
import { LOOK_BACK_DAYS, MOST_FOUND, readPhone, SEARCH_MS, type SearchWay } from './receipt-search.ts';

/** `typed`: a phone number, or the card as the reader hands it on. `device`: the machine it is done on, or the address where that is none of ours. */
export type FindPurchase = { way: SearchWay; typed: string; device: string };

const DAY_MS = 24 * 3_600_000;

/**
 * One of us looks for the purchase of whoever stands before them without a receipt. What is found opens for a quarter of an hour, for whoever
 * looked, and is written down with who it was, also when it is nothing. Every search counts: what a phone finds proves nothing about who asks.
 * Refuses `forbidden`, `invalid` for what is no phone and no card, `too-many-requests`.
 */
export async function findPurchase(shop: Shop, actor: Actor, { way, typed, device }: FindPurchase): Promise<{ searchId: string }> {
  const { userId, name, nodeId } = atNode(actor, 'take-returns');
  await limited(shop, LIMITS.searchReceiptByPerson, userId);
  await limited(shop, LIMITS.searchReceiptByPersonLong, userId);
  await limited(shop, LIMITS.searchReceiptByDevice, device);
  const at = shop.now();
  const within = { since: new Date(at.getTime() - LOOK_BACK_DAYS * DAY_MS), limit: MOST_FOUND };
  const orderIds = way === 'phone' ? await byPhone(shop, typed, within) : await byCard(shop, typed, within);
  const searchId = shop.newId();
  await inTransaction(shop, { actor }, async (tx, record) => {
    await insertSearch(tx, { id: searchId, userId, nodeId, way, orderIds, at, until: new Date(at.getTime() + SEARCH_MS) });
    const what = { searchId, userId, name, nodeId, way, found: orderIds.length };
    record({ type: 'receipt.searched', topic: `receipt-search:${searchId}`, version: 1, ...what });
  });
  return { searchId };
}

type Within = { since: Date; limit: number };

async function byPhone(shop: Shop, typed: string, within: Within): Promise<string[]> {
  const phone = readPhone(typed) ?? refuse('invalid', 'a phone number');
  return ordersOfPhone(shop.db, { phone, ...within });
}

async function byCard(shop: Shop, typed: string, within: Within): Promise<string[]> {
  const card = (await shop.payments.readCard(typed)) ?? refuse('invalid', 'a card');
  return ordersOfCard(shop.db, { cardSeal: cardSealOf(shop.keys.seal, card), ...within });
}
