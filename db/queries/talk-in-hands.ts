import { sql } from 'kysely';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

/** The talk that goes on of whoever's cart is in somebody's hands. `takenBy`: which of us has it. */
export type TalkInHands = { threadId: string; takenBy: string | null };

const CLAIMED = sql`from cart_grant g join hand_over h on h.grant_id = g.id join cart c on c.id = g.cart_id`;

/** A cart of an account comes with its talk; any other with that of the browser in which its code was shown. */
const FOUND = sql`
  select t.id as "threadId", t.taken_by as "takenBy" ${CLAIMED}
    join support_thread t on t.is_current
      and (t.customer_id = c.customer_id or t.session_seal = case when c.customer_id is null then h.talk_seal end)`;

type Claim = { grantId: string; at: Date };
/** Its owner showed the code, nobody took it back, and it is not bought yet: a cart that was paid is in nobody's hands. */
const IN_HANDS = sql`h.offered_by = 'owner' and h.state = 'claimed' and c.state in ('active', 'checkout') and g.revoked_at is null`;
const holds = ({ grantId, at }: Claim) => sql`g.id = ${grantId} and g.expires_at > ${at}::timestamptz and ${IN_HANDS}`;

/** Whose talk comes with a cart: an account's, or that of one browser; neither of a cart whose code no browser has shown. */
export type OwnerInHands = { customerId: string | null; seal: string | null };

/** Undefined when the claim is over. */
export async function ownerInHands(db: Db, claim: Claim): Promise<OwnerInHands | undefined> {
  const { rows } = await sql<OwnerInHands>`
    select c.customer_id as "customerId", case when c.customer_id is null then h.talk_seal end as seal
    ${CLAIMED} where ${holds(claim)}`.execute(db);
  return rows[0];
}

/** Undefined when the claim is over, when nobody knows in which browser its shopper talks, or when they have said nothing yet. */
export async function talkInHands(db: Db | Tx, claim: Claim): Promise<TalkInHands | undefined> {
  const { rows } = await sql<TalkInHands>`${FOUND} where ${holds(claim)}`.execute(db);
  return rows[0];
}

/** The same, with the talk locked; whoever takes the cart back waits until this is over. As they do, the cart is locked before the claim. */
export async function lockTalkInHands(tx: Tx, claim: Claim): Promise<TalkInHands | undefined> {
  const { rows } = await sql<TalkInHands>`${FOUND} where ${holds(claim)} for update of t for share of c, g`.execute(tx);
  return rows[0];
}

/** Whether one may speak in a talk whose owner has been asked for: one's own always, another's while its cart is in hand, which nobody takes back until this is over. */
export async function isStillInHands(tx: Tx, { inHands, threadId }: Pick<Asking, 'inHands' | 'threadId'>, at: Date): Promise<boolean> {
  if (inHands === undefined) return true;
  return (await lockTalkInHands(tx, { grantId: inHands.grantId, at }))?.threadId === threadId;
}

/** At which counter somebody of us has the cart of whoever's talk it is, and so reads along. */
export async function counterWithCart(db: Db, threadId: string, at: Date): Promise<string | null> {
  const carts = sql`
    select c.id from cart c where c.customer_id = t.customer_id
    union all
    select h.cart_id from hand_over h join cart c on c.id = h.cart_id
    where h.talk_seal = t.session_seal and h.state = 'claimed' and c.customer_id is null`;
  const { rows } = await sql<{ label: string }>`
    select g.label from support_thread t cross join lateral (${carts}) its join cart c on c.id = its.id
      join cart_grant g on g.cart_id = c.id join hand_over h on h.grant_id = g.id
    where t.id = ${threadId} and t.is_current and g.user_id is not null and g.expires_at > ${at}::timestamptz and ${IN_HANDS}
      and (t.session_seal is null or h.talk_seal = t.session_seal)
    order by g.made_at desc limit 1`.execute(db);
  return rows[0]?.label ?? null;
}
