import type { ChangeEffect } from '#lib/commerce/order-change/change-effect.ts';
import { changeableLines, openChoices } from '#lib/commerce/order-change/changeable-lines.ts';
import { closedChange, closedKinds } from '#lib/commerce/order-change/closed-change.ts';
import type { OrderChange } from '#lib/commerce/order-change/order-change.ts';
import type { OrderFacts } from '#lib/commerce/order-change/order-facts.ts';
import type { SwapChoice } from '#lib/commerce/order-change/swap-effect.ts';

const isoOrNull = (time: string | Date | null): string | null => time && new Date(time).toISOString();

export function effectAnswer({ dates, ...effect }: ChangeEffect) {
  return { ...effect, dates: dates.map(({ parcelId, was, is }) => ({ parcelId, was: isoOrNull(was), is: isoOrNull(is) })) };
}

/** Who of us made it is not named. */
function changeAnswer({ id, kind, state, effect, actor, at, undoUntil }: OrderChange) {
  const by = actor.role === 'shopper' ? ('shopper' as const) : ('shop' as const);
  return { id, kind, state, effect: effectAnswer(effect), by, at: new Date(at).toISOString(), undoUntil: isoOrNull(undoUntil) };
}

type Read = { facts: OrderFacts; changes: readonly OrderChange[]; choices: readonly SwapChoice[] };

export function changesAnswer({ facts, changes, choices }: Read) {
  return {
    changes: changes.map(changeAnswer),
    lines: changeableLines(facts),
    choices: openChoices(facts, choices).map(({ orderLineId, variantId, options, priceMinor }) => ({
      orderLineId,
      variantId,
      options,
      priceMinor
    })),
    reasons: [...facts.policy.terms.cancel.reasons],
    closed: closedKinds.flatMap((kind) => {
      const no = closedChange(facts, kind);
      return no ? [{ kind, code: no.code, open: [...no.open] }] : [];
    })
  };
}
