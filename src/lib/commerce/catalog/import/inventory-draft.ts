import type { Place } from './import-issue.ts';

/** What one row says about one variant at one location. Fields that are absent say nothing. */
export type InventoryDraft = {
  place: Place;
  /** The handle: the product the row belongs to in the log of issues. */
  key: string;
  handle: string;
  options: string[];
  sku: string;
  nodeId: string;
  wish: StockWish;
  bin?: string | null;
  hsCode?: string;
  origin?: string;
};

/**
 * Which quantity a feed carries must be said, or something is subtracted twice: `on-hand` is what lies on the shelf,
 * `available` what is left of it after promises and damaged goods.
 */
export type StockWish =
  | { kind: 'nothing' }
  | { kind: 'not-stocked' }
  | { kind: 'on-hand'; units: number; /** What it was when the file was made. */ was?: number }
  | { kind: 'available'; units: number };

export type KnownNode = { id: string; name: string };
