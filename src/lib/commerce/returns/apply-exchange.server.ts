import { releaseUnits, unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn, moveReturn } from '#db/queries/returns.ts';
import { endHoldOfChange } from '#db/queries/swapped-lines.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { exchangeMachine } from './exchange/exchange.machine.ts';
import type { ExchangeGivenBack } from './exchange/exchange.events.ts';
import { returnMovedBy } from './return-moves.ts';
import { approveNow } from './steps/approve.server.ts';
import { giveBackExchange, owePaidOnTop, paidOnTop } from './steps/give-back-exchange.server.ts';
import { holdExchange } from './steps/hold-exchange.server.ts';
import { inReturn, type ReturnTurn } from './steps/in-return.server.ts';

/**
 * What an exchange costs more was paid: now it is bound, for the price that was shown, and the return goes on. Runs as a job, so perhaps twice. Where it
 * cannot be bound any more, or the return has ended meanwhile, what was paid is owed back.
 */
export async function applyExchange(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const found = await findReturn(shop.db, input.returnId);
  if (!found || found.exchangeMoreMinor === 0) return;
  try {
    await inReturn(shop, actor, input, bind);
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
    await inReturn(shop, actor, input, async (turn) => giveUp(turn, 'out-of-stock'));
  }
}

/** It was not paid in time: the return ends, and what was kept for it is free again. Runs as a job, so perhaps twice. */
export async function lapseExchange(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const found = await findReturn(shop.db, input.returnId);
  if (found?.exchangeState !== 'awaiting_payment') return;
  await inReturn(shop, actor, input, async (turn) => {
    if ((await paidOnTop(turn)) < turn.found.exchangeMoreMinor) await giveUp(turn, 'not-paid');
  });
}

async function bind(turn: ReturnTurn): Promise<void> {
  const { tx, record, found, at } = turn;
  const paidMinor = await paidOnTop(turn);
  if (paidMinor === 0) return;
  if (found.exchangeState === 'given_back') return owePaidOnTop(turn);
  if (paidMinor < found.exchangeMoreMinor) return;
  if (found.exchangeState !== 'awaiting_payment') return undefined;
  const exchangeState = advance(exchangeMachine, { state: found.exchangeState, context: { costsMore: true } }, { type: 'pay' });
  if (exchangeState !== 'held') throw new Error(`exchange of ${found.id} is ${exchangeState}`);
  await moveReturn(tx, found.id, { exchangeState });
  record(...(await endHoldOfChange(tx, found.id, at)));
  await holdExchange(turn);
  if (found.approval !== 'rule') return undefined;
  const held = { ...found, exchangeState } as const;
  return approveNow({ ...turn, found: held, units: await unitsOfReturn(tx, found.id) }, 'rule');
}

async function giveUp(turn: ReturnTurn, reason: ExchangeGivenBack['reason']): Promise<void> {
  const { tx, record, found, units, stream, at } = turn;
  if (found.exchangeState !== 'awaiting_payment') return;
  await moveReturn(tx, found.id, { state: returnMovedBy(found, units, { type: 'cancel' }), endedAt: at });
  await releaseUnits(tx, found.id);
  record(stream.next({ type: 'return.cancelled', returnId: found.id }));
  await giveBackExchange(turn, reason);
}
