import { lockFaqEntry, publishFaqDraft } from '#db/queries/faq.ts';
import { countStatistics, productVersions } from '#db/queries/faq-world.ts';
import { once } from '#db/queries/idempotency.ts';
import { policyFor } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../../stores/market.ts';
import { overFaq } from '../../stores/staff-policy.ts';
import { DELIVERY_RULES, productsUnder } from './faq-items.ts';
import type { FaqSource } from './faq-item.ts';
import { faqEntryMachine } from './faq-entry.machine.ts';
import { faqTopic } from './faq.events.ts';
import { STATISTICS_LOOK_BACK_MS } from './statistics.ts';
import { whyNotTrue } from './still-true.ts';

/** `version`: that of the draft as it was read; the words as they are to go out. */
export type PublishFaqEntry = { entryId: string; version: number; question: string; answer: string; key?: string };

/**
 * Lets a draft go out to shoppers in the words that one of us gives it, who is kept with it. Of two at once one does.
 * Refuses `forbidden`, `not-found`, `stale-version` (somebody decided before), `too-late` (what it rests on has changed: the next look withdraws it).
 */
export async function publishFaqEntry(shop: Shop, actor: Actor, { key, ...input }: PublishFaqEntry): Promise<{ version: number }> {
  const { userId: by } = overFaq(actor);
  const { entryId, question, answer } = input;
  return inTransaction(shop, { actor, once: once('publish-faq-entry', key, input) }, async (tx, record) => {
    const entry = (await lockFaqEntry(tx, entryId)) ?? refuse('not-found');
    if (entry.version !== input.version) refuse('stale-version');
    advance(faqEntryMachine, { state: entry.state, context: {} }, { type: 'publish' });
    const at = shop.now();
    if (await isOver(tx, entry.restsOn, at)) refuse('too-late');
    const { version } = await publishFaqDraft(tx, { id: entryId, question, answer, restsOn: entry.restsOn, by, at });
    record({ type: 'faq.published', topic: faqTopic(entryId), version, entryId, question });
    return { version };
  });
}

async function isOver(tx: Tx, restsOn: FaqSource, at: Date): Promise<boolean> {
  const counting = { bands: DELIVERY_RULES.bands, zone: MARKET.timeZone, since: new Date(at.getTime() - STATISTICS_LOOK_BACK_MS), at };
  const policy = await policyFor(tx, { country: MARKET.country, channel: 'web', customerId: null, at });
  const products = await productVersions(tx, productsUnder([{ restsOn }]));
  const statistics = restsOn.what === 'statistic' ? await countStatistics(tx, counting) : null;
  return whyNotTrue(restsOn, { policy, deliveryRules: DELIVERY_RULES.version, products, statistics }) !== undefined;
}
