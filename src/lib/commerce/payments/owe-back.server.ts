import { bringingLeft, insertCredit, insertRefund, instrumentsOf, lowerPayment } from '#db/queries/refunds.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { BackReason } from './money-back.ts';
import { spread, type BackTo, type Part, type Ranked } from './spread.ts';

/** What a credit is made of, in minor units of the order's currency; the fee is what we keep of the other three. */
export type CreditParts = { goodsMinor?: number; deliveryMinor?: number; goodwillMinor?: number; feeMinor?: number };

export type Owing = {
  orderId: string;
  /** Kind and id of what it is for, as `return:ID`: money is owed once for each. */
  cause: string;
  reason: BackReason;
  fulfilmentOrderId?: string | undefined;
  returnId?: string | undefined;
  parts: CreditParts;
  /** Of the amount, what pays for a new line of the same order and so goes nowhere. */
  nettedMinor?: number | undefined;
  to?: BackTo | undefined;
  /** Where the payments of one change come before or behind all others. */
  ranked?: Ranked | undefined;
  /** Store credit on top of it, when it goes there. */
  bonusMinor?: number | undefined;
  /** Which rule decided, for whoever asks later. */
  policy?: object | undefined;
  actor: Actor;
  stream: OrderStream;
  at: Date;
  newId: () => string;
};

/**
 * A step of a command, under the order's lock: what is still to be paid in cash becomes less, what was paid is owed back, payment by payment as
 * `spread` says, never above what is left of each. Less when less was paid: the rest was never taken. Once for each cause; nothing when nothing
 * was or will be paid; what bringing the order cost goes back once, whoever gives it. Of what a bank is still to take nothing is owed: whoever changes an order waits for the bank first.
 */
export async function oweBack(tx: Tx, owing: Owing): Promise<CommerceEvent[]> {
  const [first, ...others] = await instrumentsOf(tx, owing.orderId);
  const { amountMinor, nettedMinor, ...sums } = sumsOf(owing, await bringingLeft(tx, owing.orderId));
  const parts = first ? spread([first, ...others], amountMinor - nettedMinor, owing.to ?? 'original', owing.ranked) : [];
  if (!first || (parts.length === 0 && nettedMinor < amountMinor)) return [];

  const { orderId, cause, reason, fulfilmentOrderId = null, returnId = null, policy = null, actor, at, newId } = owing;
  const untakenMinor = amountMinor - nettedMinor - parts.reduce((sum, part) => sum + part.amountMinor, 0);
  const bonusMinor = bonusOf(owing, parts);
  const creditId = newId();
  const about = { id: creditId, orderId, cause, reason, fulfilmentOrderId, returnId, policy, actor, at };
  if (!(await insertCredit(tx, { ...about, ...sums, nettedMinor, untakenMinor, bonusMinor }))) return [];
  const events: CommerceEvent[] = [];
  for (const part of parts) {
    const refundId = newId();
    await writePart(tx, part, { refundId, orderId, creditId, at });
    const owed = { refundId, creditId, fulfilmentOrderId, reason, currency: first.currency, ...part };
    events.push(owing.stream.next({ type: 'refund.owed', ...owed }));
  }
  return events;
}

const bonusOf = ({ bonusMinor = 0 }: Owing, parts: readonly Part[]): number =>
  parts.some(({ how }) => how === 'store-credit') ? bonusMinor : 0;

async function writePart(tx: Tx, part: Part, { refundId, ...of }: { refundId: string; orderId: string; creditId: string; at: Date }) {
  await insertRefund(tx, { id: refundId, ...of, ...part });
  if (part.how === 'taken-off') await lowerPayment(tx, part.paymentId, part.amountMinor);
}

function sumsOf({ parts, nettedMinor = 0 }: Owing, bringingMinor: number) {
  const { goodsMinor = 0, goodwillMinor = 0, feeMinor = 0 } = parts;
  const deliveryMinor = Math.min(parts.deliveryMinor ?? 0, bringingMinor);
  const amountMinor = goodsMinor + deliveryMinor + goodwillMinor - feeMinor;
  if (nettedMinor > amountMinor) throw new Error(`${nettedMinor} of ${amountMinor} cannot be netted: ask for the difference`);
  return { goodsMinor, deliveryMinor, goodwillMinor, feeMinor, amountMinor, nettedMinor };
}
