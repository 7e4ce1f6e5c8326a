import { endFaqEntry, faqEntries, lockFaqEntry } from '#db/queries/faq.ts';
import { countStatistics, productVersions } from '#db/queries/faq-world.ts';
import { policyFor } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../../stores/market.ts';
import { DELIVERY_RULES, productsUnder } from './faq-items.ts';
import { faqEntryMachine } from './faq-entry.machine.ts';
import { faqTopic } from './faq.events.ts';
import { STATISTICS_LOOK_BACK_MS } from './statistics.ts';
import { whyNotTrue, type FaqWorld, type WithdrawnReason } from './still-true.ts';

const MOST_ENTRIES = 1_000;

/** Withdraws what does not hold any more, drafts as well, and says why. */
export async function reviewFaq(shop: Shop, actor: Actor): Promise<{ withdrawn: number }> {
  const at = shop.now();
  const entries = await faqEntries(shop.db, ['draft', 'published'], MOST_ENTRIES);
  const counting = { bands: DELIVERY_RULES.bands, zone: MARKET.timeZone, since: new Date(at.getTime() - STATISTICS_LOOK_BACK_MS), at };
  const [policy, products, statistics] = await Promise.all([
    policyFor(shop.db, { country: MARKET.country, channel: 'web', customerId: null, at }),
    productVersions(shop.db, productsUnder(entries)),
    countStatistics(shop.db, counting)
  ]);
  const world: FaqWorld = { policy, deliveryRules: DELIVERY_RULES.version, products, statistics };
  const stale = entries.flatMap(({ id, restsOn }) => {
    const reason = whyNotTrue(restsOn, world);
    return reason ? [{ id, reason }] : [];
  });
  for (const one of stale) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
    await withdraw(shop, actor, one);
  }
  return { withdrawn: stale.length };
}

/** Whatever became of it meanwhile stays as it is. */
async function withdraw(shop: Shop, actor: Actor, { id, reason }: { id: string; reason: WithdrawnReason }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const entry = await lockFaqEntry(tx, id);
    if (!entry || (entry.state !== 'draft' && entry.state !== 'published')) return;
    advance(faqEntryMachine, { state: entry.state, context: {} }, { type: 'withdraw' });
    const { version } = await endFaqEntry(tx, { id, state: 'withdrawn', reason, by: null, at: shop.now() });
    record({ type: 'faq.withdrawn', topic: faqTopic(id), version, entryId: id, reason });
  });
}
