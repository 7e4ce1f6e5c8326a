import type { networkNodes } from '#db/queries/delivery.ts';
import { pastRecords } from '#db/queries/sourcing-rules.ts';
import { isRefused } from '#lib/commerce/fulfilment/rules/contradictions.ts';
import { dryRun } from '#lib/commerce/fulfilment/rules/dry-run.ts';
import { findingText } from '#lib/commerce/fulfilment/rules/finding-words.ts';
import { MOST_PAST_ORDERS, pastOrdersOf } from '#lib/commerce/fulfilment/rules/past-orders.ts';
import type { RuleSet } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import type { NamedPlace } from './rule-form.ts';

/** What places are called. */
export const namer =
  (places: readonly NamedPlace[]) =>
  (nodeId: string): string =>
    places.find(({ id }) => id === nodeId)?.name ?? nodeId;

type Trying = { inForce: RuleSet; draft: RuleSet; nodes: Awaited<ReturnType<typeof networkNodes>> };

/** What the draft would have done with past orders, in the words of the page. */
export async function tryRules({ db }: App.Locals['shop'], { inForce, draft, nodes }: Trying) {
  const records = await pastRecords(db, MOST_PAST_ORDERS);
  const { findings, before, after, ...run } = dryRun(pastOrdersOf(records, nodes), { inForce, draft });
  const nameOf = namer(nodes);
  const sending = Object.keys({ ...before.byPlace, ...after.byPlace });
  return {
    ...run,
    seen: records.length,
    before,
    after,
    findings: findings.map((one) => ({ words: findingText(one), isRefused: isRefused(one) })),
    places: sending
      .map((id) => ({ id, name: nameOf(id), before: before.byPlace[id] ?? 0, after: after.byPlace[id] ?? 0 }))
      .toSorted((a, b) => b.before - a.before || b.after - a.after || (a.id < b.id ? -1 : 1)),
    examples: run.examples.map(({ number, from, to }) => ({ number, from: from.map(nameOf).join(', '), to: to.map(nameOf).join(', ') }))
  };
}
