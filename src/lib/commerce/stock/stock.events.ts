import type { Fact } from '#lib/kernel/fact.ts';

/** One level as it is now. `available` is what a shopper may still take, never below zero. */
export type StockChanged = Fact<
  'stock.changed',
  { nodeId: string; variantId: string; onHand: number; allocated: number; held: number; available: number }
>;

/** A count fell below what is promised: `short` units of promises have no goods behind them. Topic and version of its own. */
export type StockShortage = Fact<'stock.shortage', { nodeId: string; variantId: string; short: number }>;

export type StockEvent = StockChanged | StockShortage;

export const stockTopic = (nodeId: string, variantId: string): string => `stock:${nodeId}/${variantId}`;
export const shortageTopic = (nodeId: string, variantId: string): string => `shortage:${nodeId}/${variantId}`;
