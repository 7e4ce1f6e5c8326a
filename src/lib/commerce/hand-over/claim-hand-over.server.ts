import { changeCart, lockCart } from '#db/queries/carts.ts';
import { insertClaim, moveHandOver, noteWrongTry, offeredUnder, type Claimant, type HandOver } from '#db/queries/hand-over.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isOpen } from '../cart/cart.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { atNode } from '../stores/staff-policy.ts';
import { CLAIM_MS, KIOSK_CLAIM_MS, MANY_WRONG_TRIES, type Claimed, type Shown } from './hand-over-code.ts';
import { handOverMachine } from './hand-over.machine.ts';
import { sealOf } from './hand-over-secrets.ts';

/** `terminal` is what the owner will read, as in "the till at Indiranagar". */
export type ClaimHandOver = { shown: Shown; terminal: string };

/**
 * Whoever works at a counter opens a cart by the code or link that its owner showed them, once; or its owner does so at a kiosk. The
 * answer is a key of their own. Wrong, used and lapsed are told alike, after the same work: `code-wrong`. Refuses `forbidden` for
 * whoever stands at neither.
 */
export async function claimHandOver(shop: Shop, actor: Actor, input: ClaimHandOver): Promise<Claimed> {
  const claimant = claimantOf(actor, input.terminal);
  const at = shop.now();
  const sealed = { ...sealOf(shop.keys.seal, input.shown), at };
  const offer = await offeredUnder(shop.db, sealed);
  const id = shop.newId();
  const { forMs, ...who } = claimant;
  const claim = { ...who, id, label: input.terminal, at, expiresAt: new Date(at.getTime() + forMs) };
  try {
    if (offer?.offeredBy !== 'owner') refuse('code-wrong');
    await claimed(shop, actor, { offer, claim });
    return { cartId: offer.cartId, cartKey: shop.keys.make('grant', id) };
  } catch (fault) {
    if (isRefusal(fault) && fault.code === 'code-wrong') await noteGuess(shop, actor);
    throw fault;
  }
}

/** `by` is what the owner reads. */
type Who = Claimant & { nodeId: string; by: string };
type Claim = Who & { id: string; label: string; at: Date; expiresAt: Date };

function claimantOf(actor: Actor, terminal: string): Who & { forMs: number } {
  if (actor.role === 'shopper' && actor.kiosk) {
    return { kioskId: actor.kiosk.id, nodeId: actor.kiosk.nodeId, by: terminal, forMs: KIOSK_CLAIM_MS };
  }
  const { userId, nodeId, name } = atNode(actor, 'sell-in-store');
  return { userId, nodeId, by: `${terminal} by ${firstName(name)}`, forMs: CLAIM_MS };
}

/** The cart is locked first, and the offer moves only from where it was: of a hundred who come at once, one is let in. */
async function claimed(shop: Shop, actor: Actor, { offer, claim }: { offer: HandOver; claim: Claim }): Promise<void> {
  const { at, by, nodeId } = claim;
  const { id, cartId } = offer;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart || !isOpen(cart)) refuse('code-wrong');
    const context = { expiresAt: offer.expiresAt.toISOString() };
    const state = advance(handOverMachine, { state: 'offered', context }, { type: 'claim', at: at.toISOString() });
    await insertClaim(tx, { ...claim, cartId });
    if (!(await moveHandOver(tx, offer, { state, at, claimedBy: by, grantId: claim.id }))) refuse('code-wrong');
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.claimed', topic: cartTopic(cartId), version, cartId, handOverId: id, by, nodeId });
  });
}

const firstName = (name: string): string => name.split(' ')[0] ?? name;

/** Each owner of a code that is out is told once, at the tenth wrong try. The carts' rows are locked one by one, after the offers. */
async function noteGuess(shop: Shop, actor: Actor): Promise<void> {
  const at = shop.now();
  const guessed = await shop.db.transaction().execute((tx) => noteWrongTry(tx, { at, many: MANY_WRONG_TRIES }));
  for (const { id, cartId } of guessed) {
    // oxlint-disable-next-line no-await-in-loop -- one cart after the other, so that no two are locked at once
    await inTransaction(shop, { actor }, async (tx, record) => {
      const version = await changeCart(tx, cartId, {}, at);
      record({ type: 'cart.guessed_at', topic: cartTopic(cartId), version, cartId, handOverId: id, wrongTries: MANY_WRONG_TRIES });
    });
  }
}
