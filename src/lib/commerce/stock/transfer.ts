import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { refuseOddUnits } from './stock-level.ts';
import { transferTopic, type StockTransferred } from './stock.events.ts';
import { transferMachine, type TransferMove, type TransferState } from './transfer.machine.ts';

export type TransferLine = { variantId: string; sent: number; received: number; difference: number };
/** A box between two places, as it is stored. */
export type Transfer = { id: string; fromNodeId: string; toNodeId: string; state: TransferState; version: number; lines: TransferLine[] };
type Units = { variantId: string; quantity: number }[];

export const onItsWay = ({ sent, received, difference }: TransferLine): number => sent - received - difference;
export const unitsOnTheirWay = ({ lines }: Pick<Transfer, 'lines'>): number => lines.reduce((sum, line) => sum + onItsWay(line), 0);

/**
 * So many more of a thing go in, or out again below zero. Refuses `invalid` for none or an odd number, `wrong-item` for what is not in the box,
 * `wrong-count` for more than are in it (detail: how many are), `not-allowed` once it is on its way.
 */
export function decideToFill(transfer: Transfer, { variantId, by }: { variantId: string; by: number }): TransferState {
  refuseOddUnits(Math.abs(by), 1);
  const inIt = transfer.lines.find((line) => line.variantId === variantId)?.sent ?? 0;
  const left = unitsOnTheirWay(transfer) + by;
  const state = movedBy(transfer, left > 0 || by > 0 ? { type: 'pick' } : { type: 'empty' });
  if (by < 0 && inIt === 0) refuse('wrong-item');
  if (inIt + by < 0) refuse('wrong-count', String(inIt));
  return state;
}

/** Refuses `not-allowed` for an empty box, and for one that is on its way already. */
export const decideToSend = (transfer: Transfer): TransferState => movedBy(transfer, { type: 'ship' });

/**
 * So many of a thing came out of it; with the last of all the box is closed. Refuses `invalid`, `wrong-item` for what was not put in,
 * `wrong-count` for more than is still on its way (detail: how many are), `not-allowed` before it was sent and once it is closed.
 */
export function decideToUnpack(transfer: Transfer, { variantId, quantity }: { variantId: string; quantity: number }): TransferState {
  refuseOddUnits(quantity, 1);
  const isLast = unitsOnTheirWay(transfer) === quantity;
  const state = movedBy(transfer, { type: 'receive', isLast }, ...(isLast ? [{ type: 'close' } as const] : []));
  const line = transfer.lines.find((one) => one.variantId === variantId);
  if (!line || line.sent === 0) refuse('wrong-item');
  if (quantity > onItsWay(line)) refuse('wrong-count', String(onItsWay(line)));
  return state;
}

/** Nothing more will come: what is missing is named. Refuses `not-allowed` before it was sent and once it is closed. */
export function decideToClose(transfer: Transfer): { state: TransferState; differences: Units } {
  const state = movedBy(transfer, { type: 'receive', isLast: true }, { type: 'close' });
  const missing = transfer.lines.map((line) => ({ variantId: line.variantId, quantity: onItsWay(line) }));
  return { state, differences: missing.filter(({ quantity }) => quantity > 0).toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1)) };
}

function movedBy({ state }: Transfer, ...moves: TransferMove[]): TransferState {
  return moves.reduce((now, move) => advance(transferMachine, { state: now, context: {} }, move), state);
}

/** What is told of a step of a box, by whoever does it at `nodeId`. */
export function transferred(
  { id, fromNodeId, toNodeId, version }: Omit<Transfer, 'state' | 'lines'>,
  done: { nodeId: string; state: TransferState; units?: Units; differences?: Units }
): StockTransferred {
  const otherNodeId = done.nodeId === fromNodeId ? toNodeId : fromNodeId;
  const told = { transferId: id, otherNodeId, units: [], differences: [], ...done };
  return { type: 'stock.transferred', topic: transferTopic(id), version: version + 1, ...told };
}
