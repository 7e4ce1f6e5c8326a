import { exchangeLinesOf, heldParcels, setExchangeLine, type ExchangeLine } from '#db/queries/exchanges.ts';
import { moveParcel } from '#db/queries/fulfilment.ts';
import { withdrawCredit } from '#db/queries/order-changes.ts';
import { nettedBy } from '#db/queries/refunds.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { removeLine, takeFromLine } from '#db/queries/swapped-lines.ts';
import { advance } from '#lib/kernel/advance.ts';
import { movedBy } from '../../fulfilment/parcel.ts';
import { oweBack } from '../../payments/owe-back.server.ts';
import type { RefundTrigger } from '../../policies/policy.ts';
import { outcomeAt, type ExchangeOutcome } from '../exchange/exchange-money.ts';
import { exchangeMachine } from '../exchange/exchange.machine.ts';
import { paidOnTop, unmake } from './give-back-exchange.server.ts';
import { exchangeCause } from './hold-exchange.server.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { sendExchange } from './send-exchange.server.ts';

/**
 * A step of a turn, at the moment that the return's money waits for: what came goes out as the new thing, unit for unit, and what it was not worth is
 * for sale again. What is left over is owed. `turn.units` are as they are at that moment.
 */
export async function settleExchange(turn: ReturnTurn, moment: RefundTrigger): Promise<void> {
  const { tx, record, found, units, stream, at } = turn;
  const lines = await exchangeLinesOf(tx, found.id);
  const outcome = outcomeAt(found, { units, lines, paidMinor: await paidOnTop(turn) }, moment);
  const goes = [...outcome.goes.values()].reduce((sum, some) => sum + some, 0);
  const move = goes > 0 ? ({ type: 'release' } as const) : ({ type: 'give-back' } as const);
  const exchangeState = advance(exchangeMachine, { state: 'held', context: { costsMore: false } }, move);
  if (exchangeState !== 'released' && exchangeState !== 'given_back') throw new Error(`exchange of ${found.id} is ${exchangeState}`);
  await moveReturn(tx, found.id, { exchangeState, ...(goes > 0 && { owedAt: at }) });
  if (goes === 0) await unmake(turn);
  else await cutBack(turn, lines, outcome);
  await oweRest(turn, outcome, goes > 0 ? 'exchanged' : 'returned');
  if (goes === 0) record(stream.next({ type: 'exchange.given_back', returnId: found.id, reason: 'nothing-came' }));
  else await sendExchange(turn, goes);
}

/** Where less came than was said, less goes out, and less is paid for by it. */
async function cutBack(turn: ReturnTurn, lines: readonly ExchangeLine[], { goes, netted }: ExchangeOutcome): Promise<void> {
  const { tx, record, order, found, at } = turn;
  const less = lines.filter(({ lineId, quantity }) => (goes.get(lineId) ?? 0) < quantity);
  // Not worked out anew: its fee may have fallen since, with the way that was really used.
  const before = await nettedBy(tx, { orderId: order.id, cause: exchangeCause(found.id) });
  if (less.length === 0 && before?.nettedMinor === netted.nettedMinor && before?.feeMinor === netted.feeMinor) return;
  await withdrawCredit(tx, order.id, exchangeCause(found.id));
  for (const { lineId, orderLineId, quantity } of less) {
    if (orderLineId === null) continue;
    const left = goes.get(lineId) ?? 0;
    // oxlint-disable-next-line no-await-in-loop -- a handful of lines, under one lock
    if (left === 0) await setExchangeLine(tx, lineId, null);
    const out = { orderId: order.id, lineId: orderLineId, at };
    // oxlint-disable-next-line no-await-in-loop -- as above
    record(...(left === 0 ? await removeLine(tx, out) : await takeFromLine(tx, { ...out, units: quantity - left })));
  }
  const { nettedMinor, ...parts } = netted;
  await owe(turn, { cause: exchangeCause(found.id), reason: 'exchanged', parts, nettedMinor });
  await endEmptied(turn);
}

/** A parcel that nothing is left in goes nowhere. */
async function endEmptied({ tx, record, order, found, stream }: ReturnTurn): Promise<void> {
  const parcels = await heldParcels(tx, { orderId: order.id, returnId: found.id });
  for (const parcel of parcels.filter(({ units }) => units === 0)) {
    // oxlint-disable-next-line no-await-in-loop -- hardly ever one
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'cancel' }));
    record(stream.next({ type: 'fo.cancelled', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId, reason: 'exchange-ended' }));
  }
}

async function oweRest(turn: ReturnTurn, { parts }: ExchangeOutcome, reason: Owed['reason']): Promise<void> {
  const { tx, found, at } = turn;
  if (parts.goodsMinor + parts.deliveryMinor + parts.goodwillMinor - parts.feeMinor <= 0) return;
  await owe(turn, { cause: `return:${found.id}`, reason, parts, nettedMinor: 0 });
  await moveReturn(tx, found.id, { owedAt: at });
}

type Owed = { cause: string; reason: 'exchanged' | 'returned'; parts: Partial<ExchangeOutcome['parts']>; nettedMinor: number };

async function owe({ tx, record, order, found, stream, actor, at, shop }: ReturnTurn, owed: Owed): Promise<void> {
  // Of what was paid on top its share goes back to what it was paid with.
  const ranked = { changeId: found.id, comes: 'first' as const };
  const about = { orderId: order.id, returnId: found.id, policy: found.policy, ranked };
  record(...(await oweBack(tx, { ...about, ...owed, actor, stream, at, newId: shop.newId })));
}
