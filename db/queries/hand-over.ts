import { sql } from 'kysely';
import type { CartState } from '#lib/commerce/cart/cart.machine.ts';
import type { HandOverState } from '#lib/commerce/hand-over/hand-over.machine.ts';
import type { Db, Tx } from '../client.ts';

export type HandOver = {
  id: string;
  cartId: string;
  offeredBy: 'owner' | 'staff';
  state: HandOverState;
  offeredAt: Date;
  expiresAt: Date;
  wrongTries: number;
  claimedAt: Date | null;
  claimedBy: string | null;
  grantId: string | null;
  askedMinor: number | null;
};

const COLUMNS = [
  'id',
  'cart_id as cartId',
  'offered_by as offeredBy',
  'state',
  'offered_at as offeredAt',
  'expires_at as expiresAt',
  'wrong_tries as wrongTries',
  'claimed_at as claimedAt',
  'claimed_by as claimedBy',
  'grant_id as grantId',
  'asked_minor as askedMinor'
] as const;

/** Newest first: what is out, what it opened, and what is over. */
export async function handOversOf(db: Db | Tx, cartId: string, limit = 10): Promise<HandOver[]> {
  return db
    .selectFrom('hand_over')
    .select(COLUMNS)
    .where('cart_id', '=', cartId)
    .orderBy('offered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function findHandOver(db: Db | Tx, id: string): Promise<HandOver | undefined> {
  return db.selectFrom('hand_over').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export async function handOverOfGrant(db: Db | Tx, grantId: string): Promise<HandOver | undefined> {
  return db.selectFrom('hand_over').select(COLUMNS).where('grant_id', '=', grantId).executeTakeFirst();
}

type Sealed = { by: 'code' | 'token'; seal: string; at: Date };

/** What a code or link would open now. Whatever is used, over or never was is undefined alike. */
export async function offeredUnder(db: Db | Tx, { by, seal, at }: Sealed): Promise<HandOver | undefined> {
  return db
    .selectFrom('hand_over')
    .select(COLUMNS)
    .where(by === 'code' ? 'code_seal' : 'token_seal', '=', seal)
    .where('state', '=', 'offered')
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

type NewHandOver = {
  id: string;
  cartId: string;
  offeredBy: 'owner' | 'staff';
  codeSeal: string | null;
  tokenSeal: string;
  talkSeal?: string | null;
  at: Date;
  expiresAt: Date;
};

export async function insertHandOver(tx: Tx, offer: NewHandOver): Promise<void> {
  await tx
    .insertInto('hand_over')
    .values({
      id: offer.id,
      cart_id: offer.cartId,
      offered_by: offer.offeredBy,
      state: 'offered',
      code_seal: offer.codeSeal,
      token_seal: offer.tokenSeal,
      talk_seal: offer.talkSeal ?? null,
      offered_at: offer.at,
      expires_at: offer.expiresAt
    })
    .execute();
}

type Change = { state: HandOverState; at: Date; claimedBy?: string; grantId?: string };

/** Moves it on if it still is where it was when that was decided; false when somebody was faster. */
export async function moveHandOver(
  tx: Tx,
  from: Pick<HandOver, 'id' | 'state'>,
  { state, at, claimedBy, grantId }: Change
): Promise<boolean> {
  const moved = await tx
    .updateTable('hand_over')
    .set({
      state,
      ...(claimedBy !== undefined && { claimed_at: at, claimed_by: claimedBy }),
      ...(grantId !== undefined && { grant_id: grantId }),
      ...(state !== 'claimed' && { ended_at: at })
    })
    .where('id', '=', from.id)
    .where('state', '=', from.state)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

/** How much the counter asks for; null takes the question back. */
export async function askThrough(tx: Tx, id: string, askedMinor: number | null): Promise<void> {
  await tx.updateTable('hand_over').set({ asked_minor: askedMinor }).where('id', '=', id).execute();
}

/** Codes whose time is over. One that is being used at this moment is left for the next round. */
export async function expireOffers(db: Db, at: Date): Promise<number> {
  const lapsed = db
    .selectFrom('hand_over')
    .select('id')
    .where('state', '=', 'offered')
    .where('expires_at', '<=', at)
    .orderBy('id')
    .forUpdate()
    .skipLocked();
  const ended = await db.updateTable('hand_over').set({ state: 'expired', ended_at: at }).where('id', 'in', lapsed).executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

/**
 * A wrong code was typed: whichever code it was meant for, all that are out take note. Locked in order, so that two guessers
 * never wait in a circle. Answers those that reach `many` with it.
 */
export async function noteWrongTry(tx: Tx, { at, many }: { at: Date; many: number }): Promise<{ id: string; cartId: string }[]> {
  const { rows } = await sql<{ id: string; cartId: string }>`
    with out as (select id from hand_over where state = 'offered' and expires_at > ${at} order by id for update),
    noted as (update hand_over h set wrong_tries = h.wrong_tries + 1 from out where h.id = out.id returning h.id, h.cart_id, h.wrong_tries)
    select id, cart_id as "cartId" from noted where wrong_tries = ${many} order by cart_id`.execute(tx);
  return rows;
}

/** Of a person, or of a screen at which anybody may stand. */
export type Claimant = { userId: string } | { kioskId: string };
type NewClaim = Claimant & { id: string; cartId: string; label: string; nodeId: string | null; at: Date; expiresAt: Date };

/** The key of whoever claimed the cart; only that person, or that screen, may use it. */
export async function insertClaim(tx: Tx, claim: NewClaim): Promise<void> {
  await tx
    .insertInto('cart_grant')
    .values({
      id: claim.id,
      cart_id: claim.cartId,
      kind: 'claim',
      may: 'edit',
      label: claim.label,
      user_id: 'userId' in claim ? claim.userId : null,
      kiosk_id: 'kioskId' in claim ? claim.kioskId : null,
      node_id: claim.nodeId,
      made_at: claim.at,
      expires_at: claim.expiresAt
    })
    .execute();
}

export async function endClaim(tx: Tx, grantId: string, at: Date): Promise<void> {
  await tx.updateTable('cart_grant').set({ revoked_at: at }).where('id', '=', grantId).where('revoked_at', 'is', null).execute();
}

/** What a screen has in hand now, in the order in which carts are locked. */
export async function handOversAtKiosk(tx: Tx, kioskId: string): Promise<HandOver[]> {
  const grants = tx.selectFrom('cart_grant').select('id').where('kiosk_id', '=', kioskId).where('revoked_at', 'is', null);
  return tx.selectFrom('hand_over').select(COLUMNS).where('grant_id', 'in', grants).orderBy('cart_id').orderBy('id').execute();
}

export type ClaimedCart = { grantId: string; label: string; madeAt: Date; units: number; state: string };

/** The carts that somebody has in hand now, newest first. */
export async function claimsOf(db: Db, userId: string, at: Date): Promise<ClaimedCart[]> {
  return db
    .selectFrom('cart_grant as g')
    .innerJoin('cart as c', 'c.id', 'g.cart_id')
    .select(['g.id as grantId', 'g.label', 'g.made_at as madeAt', 'c.state'])
    .select(sql<number>`coalesce((select sum(l.quantity) from cart_line l where l.cart_id = c.id), 0)::int`.as('units'))
    .where('g.user_id', '=', userId)
    .where('g.kind', '=', 'claim')
    .where('g.revoked_at', 'is', null)
    .where('g.expires_at', '>', at)
    .where('c.state', 'in', ['active', 'checkout'])
    .orderBy('g.made_at', 'desc')
    .limit(12)
    .execute();
}

/** Lines that somebody in a store marked to be sent home: an associate, or the shopper at a kiosk. */
export async function linesToSend(db: Db | Tx, cartId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cart_line')
    .select('id')
    .where('cart_id', '=', cartId)
    .where('pickup_node_id', 'is', null)
    .where('added_node_id', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Within one transaction that ends it: nobody ever sees the step, so it is no version of its own. */
export async function moveCart(tx: Tx, id: string, state: CartState): Promise<void> {
  await tx.updateTable('cart').set({ state }).where('id', '=', id).execute();
}

export async function placeName(db: Db | Tx, nodeId: string): Promise<string> {
  return (await db.selectFrom('node').select('name').where('id', '=', nodeId).executeTakeFirstOrThrow()).name;
}

/** Whoever stands at the till placed it; it belongs to whom the cart belonged to. */
export async function giveToItsCustomer(tx: Tx, orderId: string): Promise<void> {
  await sql`update orders o set customer_id = c.customer_id from cart c where o.id = ${orderId} and c.id = o.cart_id`.execute(tx);
}

export async function orderOfCart(db: Db | Tx, cartId: string): Promise<string | undefined> {
  const cart = await db.selectFrom('cart').select('order_id').where('id', '=', cartId).executeTakeFirst();
  return cart?.order_id ?? undefined;
}

/** Begun at a till, and nobody has opened it on a screen of their own yet. */
export async function isWithoutOwner(tx: Db | Tx, cartId: string): Promise<boolean> {
  const cart = await tx
    .selectFrom('cart as c')
    .select('c.id')
    .where('c.id', '=', cartId)
    .where('c.channel', '=', 'pos')
    .where('c.customer_id', 'is', null)
    .where('c.contact', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('hand_over as h').select('h.id').whereRef('h.cart_id', '=', 'c.id').where('h.claimed_at', 'is not', null))
      )
    )
    .executeTakeFirst();
  return cart !== undefined;
}
