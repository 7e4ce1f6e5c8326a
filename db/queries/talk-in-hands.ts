import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

/** The talk that goes on of whoever's cart is in somebody's hands. `takenBy`: which of us has it. */
export type TalkInHands = { threadId: string; customerId: string; takenBy: string | null };

const FOUND = sql`
  select t.id as "threadId", t.customer_id as "customerId", t.taken_by as "takenBy"
  from cart_grant g join hand_over h on h.grant_id = g.id join cart c on c.id = g.cart_id
    join support_thread t on t.customer_id = c.customer_id and t.is_current`;

type Claim = { grantId: string; at: Date };
/** Its owner showed the code, nobody took it back, and it is not bought yet: a cart that was paid is in nobody's hands. */
const IN_HANDS = sql`h.offered_by = 'owner' and h.state = 'claimed' and c.state in ('active', 'checkout') and g.revoked_at is null`;
const holds = ({ grantId, at }: Claim) => sql`g.id = ${grantId} and g.expires_at > ${at}::timestamptz and ${IN_HANDS}`;

/** Undefined when the claim is over, when it is nobody's cart who is known, or when they have said nothing yet. */
export async function talkInHands(db: Db | Tx, claim: Claim): Promise<TalkInHands | undefined> {
  const { rows } = await sql<TalkInHands>`${FOUND} where ${holds(claim)}`.execute(db);
  return rows[0];
}

/** The same, with the talk locked; whoever takes the cart back waits until this is over. */
export async function lockTalkInHands(tx: Tx, claim: Claim): Promise<TalkInHands | undefined> {
  const { rows } = await sql<TalkInHands>`${FOUND} where ${holds(claim)} for update of t for share of g, c`.execute(tx);
  return rows[0];
}

/** At which counter somebody of us has the cart of whoever's talk it is, and so reads along. */
export async function counterWithCart(db: Db, threadId: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ label: string }>`
    select g.label from support_thread t join cart c on c.customer_id = t.customer_id join cart_grant g on g.cart_id = c.id
      join hand_over h on h.grant_id = g.id
    where t.id = ${threadId} and t.is_current and g.user_id is not null and g.expires_at > ${at}::timestamptz and ${IN_HANDS}
    order by g.made_at desc limit 1`.execute(db);
  return rows[0]?.label ?? null;
}
