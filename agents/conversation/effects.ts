import type { ChangeEffect } from '#lib/commerce/order-change/change-effect.ts';
import type { PointsEffect } from '#lib/commerce/loyalty/points.ts';
import type { FaqGroup } from '#lib/commerce/support/faq/faq-item.ts';
import type { Answer } from '../answer.ts';

/** What the tools answer, by name: as they make it, and as JSON brings it here. */
export type Words = { strong: string; rest: string };
export type Window = { from: string; until: string };
export type OrderStatus = {
  order: string;
  life: string;
  words: Words | null;
  placedAt: string;
  currency: string;
  totalMinor: number;
  payment: { method: string; state: string; amountMinor: number; capturedMinor: number } | null;
  refunds: { amountMinor: number; how: string; state: string; reason: string }[];
  things: { title: string; options: string[]; quantity: number; unitPriceMinor: number }[];
  parcels: {
    parcel: number;
    method: string;
    state: string;
    words: Words;
    promise: (Window & { why: string; moved: string }) | null;
    expected: Window | null;
    verdict: string;
    deliveredAt: string | null;
    carrier: string | null;
    trackingNumber: string | null;
    seen: { status: string; city: string; at: string } | null;
  }[];
};
export type MyOrders = { orders: { number: string; life: string; currency: string; totalMinor: number; placedAt: string; what: string }[] };
export type Returns = {
  returns: {
    return: string;
    state: string;
    isOver: boolean;
    last: { title: string; note: string | null; at: string | null } | null;
    items: { title: string; options: string[]; quantity: number; reason: string }[];
    currency: string;
    amountMinor: number;
    sendBy: string | null;
    refundDueAt: string | null;
    refunds: { amountMinor: number; how: string; state: string; paidAt: string | null }[];
  }[];
};
export type Shelves = {
  product: string;
  title: string;
  shelves: { store: string; options: string[]; available: number | null; since: string; ageSeconds: number }[];
};
export type Products = {
  isExact: boolean;
  products: {
    product: string;
    title: string;
    currency: string | null;
    fromMinor: number;
    toMinor: number;
    options: string[];
    available: number;
  }[];
};
export type ProductFacts = { product: string; title: string; isAsked: boolean; attributes: Record<string, string>; description: string };
export type PolicyWords = { topic: string; question: string; answer: string };
export type FaqWords = {
  isSure: boolean;
  answers: { id: string; group: FaqGroup; question: string; answer: string; source: string; score: number }[];
};
export type Stores = {
  stores: {
    store: string;
    name: string;
    address: string;
    phone: string;
    isOpenNow: boolean;
    today: { opens: string; closes: string } | null;
    timeZone: string;
  }[];
};
export type Change = ChangeEffect & { order: string; currency: string; sentTo?: string };
export type ReturnEffect = {
  order: string;
  currency: string;
  items: { item: string; quantity: number; reason: string }[];
  method: string;
  /** The one it is brought to, as it is called, where one was chosen. */
  store?: string;
  /** Nothing comes back: the money is for what stays with its shopper. */
  isKept: boolean;
  refundTo: string;
  goodsMinor: number;
  feeMinor: number;
  bringingMinor: number;
  refundDueAt: string;
  sendBy: string;
  points?: PointsEffect;
};
export type ExchangeEffect = {
  order: string;
  currency: string;
  items: { item: string; quantity: number; reason: string; to: string; unitPriceMinor: number }[];
  method: string;
  store?: string;
  payBy: 'upi' | 'card';
  feeMinor: number;
  moreMinor: number;
  backMinor: number;
  sendBy: string;
  thereBy: string;
  isCollected: boolean;
  points?: PointsEffect;
};
export type ExchangeChoices = {
  order: string;
  currency: string;
  thing: { title: string; options: string[] };
  makes: { title: string; options: string[]; unitPriceMinor: number; isThere: boolean; isOther: boolean }[];
  mayBeOther: boolean;
};
export type DeliveryEffect = {
  order: string;
  parcel: number;
  wish: { kind: string; day?: string; place?: string; store?: string };
  was: Window | null;
  is: Window | null;
};
export type ReorderEffect = {
  order: string;
  currency: string;
  things: { title: string; options: string[]; units: number; priceMinor: number | null; whyNot: string | null }[];
};
export type BackInStockEffect = { product: string; title: string; options: string[] };

/** As it goes over the wire: dates are texts. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever calls knows which tool answered
export const effectOf = <Effect>({ effect }: Answer): Effect => JSON.parse(JSON.stringify(effect ?? {})) as Effect;
