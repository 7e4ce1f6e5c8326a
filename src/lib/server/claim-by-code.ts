import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { readHandOver, type Claimed } from '#lib/commerce/hand-over/hand-over-code.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from './rate-limit.ts';
import type { Shop } from './shop.ts';

/** `typed` as it was typed or scanned; `terminal` names the machine or, without one, the person; `address` is the caller's. */
export type ClaimByCode = { typed: string; terminal: string; label: string; address: string };

/**
 * Tries are counted before the code is looked at, by terminal, by address and in all, and taken back from whoever knew one.
 * A code of something else counts as well: it costs whoever guesses as much as a wrong one.
 * Refuses `code-wrong`, `forbidden` and `too-many-requests` (detail: seconds to wait).
 */
export async function claimByCode(shop: Shop, actor: Actor, given: ClaimByCode): Promise<Claimed> {
  const forgive = [
    await limited(shop, LIMITS.codeByTerminal, given.terminal),
    await limited(shop, LIMITS.codeByAddress, given.address),
    await limited(shop, LIMITS.codeEverywhere, 'all')
  ];
  const shown = readHandOver(given.typed) ?? refuse('code-wrong');
  const claimed = await claimHandOver(shop, actor, { shown, terminal: given.label });
  for (const one of forgive) await one();
  return claimed;
}
