import type { PointsEffect } from '../loyalty/points.ts';
import type { HowBack } from '../payments/money-back.ts';
import type { OrderChangeKind } from './order-change.ts';

/** Units that go back on sale, or are taken for this order. */
export type ShelfUnits = { variantId: string; title: string; units: number; nodeId: string; nodeName: string };
/** A parcel's last day before and after; null where none is promised. */
export type MovedDate = { parcelId: string; was: string | null; is: string | null };

/** Exactly what a change does, as its shopper sees it before they confirm it. Money in minor units of the order. */
export type ChangeEffect = {
  kind: OrderChangeKind;
  /** What the change is of, in words of the catalogue. */
  of: { title: string; options: string[]; units: number }[];
  /** What things are instead; empty where nothing is. */
  instead: { title: string; options: string[]; units: number }[];
  goodsMinor: number;
  deliveryMinor: number;
  back: { how: HowBack; amountMinor: number }[];
  /** What is to be paid on top, and how. */
  more: { amountMinor: number; how: 'now' | 'when-handed-over' } | null;
  freed: ShelfUnits[];
  taken: ShelfUnits[];
  dates: MovedDate[];
  /** Nothing of the order is left. */
  isEnd: boolean;
  isUndoable: boolean;
  /** Of an order that earns any, where they do not stay as they are. */
  points?: PointsEffect;
};

export const NO_EFFECT: Omit<ChangeEffect, 'kind'> = {
  of: [],
  instead: [],
  goodsMinor: 0,
  deliveryMinor: 0,
  back: [],
  more: null,
  freed: [],
  taken: [],
  dates: [],
  isEnd: false,
  isUndoable: false
};
