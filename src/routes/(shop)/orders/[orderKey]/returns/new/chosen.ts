import { returnReasons, type ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { AskedExchange } from '#lib/commerce/policies/decide-exchange.ts';
import type { ReturnableThing } from '#lib/commerce/returns/read-returnable.server.ts';

export type Chosen = { fulfilmentLineId: string; quantity: number; reason: ReturnReason; exchange?: AskedExchange | undefined };
export type Choosing = { chosen: Chosen[]; problems: Record<string, string> };

const isReason = (word: string): word is ReturnReason => (returnReasons as readonly string[]).includes(word);

/**
 * What the address says of things to give back: `q-LINE` how many, `r-LINE` why, `x-LINE` what instead of money. Things that may not come back are passed over, more than there
 * are is as many as there are. A problem for each thing that was chosen without a reason, or
 * for what is not to be had by now.
 */
export function chosenFrom(query: URLSearchParams, things: readonly ReturnableThing[]): Choosing {
  const chosen: Chosen[] = [];
  const problems: Record<string, string> = {};
  for (const { fulfilmentLineId, left, reasons, instead } of things) {
    const quantity = Math.min(left, Math.trunc(Number(query.get(`q-${fulfilmentLineId}`) ?? '0')));
    if (!(quantity > 0)) continue;
    const reason = query.get(`r-${fulfilmentLineId}`) ?? '';
    const wanted = query.get(`x-${fulfilmentLineId}`) ?? '';
    const exchange = instead.choices.find(({ variantId, isThere }) => variantId === wanted && isThere);
    if (wanted !== '' && !exchange) problems[fulfilmentLineId] = 'What you chose instead is gone. Choose something else, or your money.';
    else if (isReason(reason) && reasons.includes(reason)) chosen.push(chosenOf({ fulfilmentLineId, quantity, reason }, exchange));
    else problems[fulfilmentLineId] = 'Say why, so that we know what to do about it.';
  }
  return { chosen, problems };
}

function chosenOf(one: Omit<Chosen, 'exchange'>, exchange: AskedExchange | undefined): Chosen {
  if (!exchange) return one;
  const { variantId, productId, unitPriceMinor } = exchange;
  return { ...one, exchange: { variantId, productId, unitPriceMinor } };
}

/** What the address says was chosen instead, whether or not it is to be had. */
export const wantedInstead = (query: URLSearchParams): string[] =>
  [...query].flatMap(([name, value]) => (name.startsWith('x-') && UUID.test(value) ? [value] : []));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
