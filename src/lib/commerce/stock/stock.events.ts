import type { Fact } from '#lib/kernel/fact.ts';
import type { TransferState } from './transfer.machine.ts';

/** One level as it is now. `available` is what a shopper may still take, never below zero. */
export type StockChanged = Fact<
  'stock.changed',
  { nodeId: string; variantId: string; onHand: number; allocated: number; held: number; available: number }
>;

/** A count fell below what is promised: `short` units of promises have no goods behind them. Topic and version of its own. */
export type StockShortage = Fact<'stock.shortage', { nodeId: string; variantId: string; short: number }>;

type Units = { variantId: string; quantity: number }[];

/**
 * A box between two places went on to `state`: `units` were put in (taken out below zero) or came out of it; `differences` are those that
 * never came. `nodeId` is where it was done, `otherNodeId` the other end.
 */
export type StockTransferred = Fact<
  'stock.transferred',
  { transferId: string; nodeId: string; otherNodeId: string; state: TransferState; units: Units; differences: Units }
>;

/** Whoever waited for a thing was told that it is there again. */
export type StockToldBack = Fact<'stock.told_back', { alertId: string; variantId: string }>;

export type StockEvent = StockChanged | StockShortage | StockTransferred | StockToldBack;

export const stockTopic = (nodeId: string, variantId: string): string => `stock:${nodeId}/${variantId}`;
export const shortageTopic = (nodeId: string, variantId: string): string => `shortage:${nodeId}/${variantId}`;
export const alertTopic = (alertId: string): string => `alert:${alertId}`;
export const transferTopic = (transferId: string): string => `transfer:${transferId}`;
