import { returnReasons, type ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { ReturnableThing } from '#lib/commerce/returns/read-returnable.server.ts';

export type Chosen = { fulfilmentLineId: string; quantity: number; reason: ReturnReason };
export type Choosing = { chosen: Chosen[]; problems: Record<string, string> };

const isReason = (word: string): word is ReturnReason => (returnReasons as readonly string[]).includes(word);

/**
 * What the address says of things to give back: `q-LINE` how many, `r-LINE` why. Things that may not come back are passed over, more than there
 * are is as many as there are. A problem for each thing that was chosen without a reason.
 */
export function chosenFrom(query: URLSearchParams, things: readonly ReturnableThing[]): Choosing {
  const chosen: Chosen[] = [];
  const problems: Record<string, string> = {};
  for (const { fulfilmentLineId, left, reasons } of things) {
    const quantity = Math.min(left, Math.trunc(Number(query.get(`q-${fulfilmentLineId}`) ?? '0')));
    if (!(quantity > 0)) continue;
    const reason = query.get(`r-${fulfilmentLineId}`) ?? '';
    if (isReason(reason) && reasons.includes(reason)) chosen.push({ fulfilmentLineId, quantity, reason });
    else problems[fulfilmentLineId] = 'Say why, so that we know what to do about it.';
  }
  return { chosen, problems };
}
