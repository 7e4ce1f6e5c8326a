import type { Card } from '#lib/commerce/support/card.ts';
import { effectLines } from './effect-lines.ts';
import { effectOf, type MyOrders, type OrderStatus, type Products, type Returns, type Shelves, type Stores } from './effects.ts';
import type { Step } from './run.ts';

const MOST = 5;
/** Of one kind in one answer: more is a wall on a phone. */
const MOST_SHOWN = 3;

/** The cards of what a turn looked at and proposed; of the same thing twice the last. */
export function cardsOf(steps: readonly Step[], now: Date): Card[] {
  const cards = steps.filter(({ answer }) => answer.decision !== 'refused').flatMap((step) => cardsOfOne(step, now));
  return cards.filter((card, at) => !cards.slice(at + 1).some((later) => isInstead(later, card))).slice(-MOST);
}

/** What is to be confirmed says of its order all that counts then. */
const isInstead = (later: Card, card: Card): boolean =>
  nameOf(later) === nameOf(card) || (later.type === 'action' && card.type === 'order' && later.order === card.number);

function nameOf(card: Card): string {
  if (card.type === 'order' || card.type === 'return') return `${card.type} ${card.number}`;
  if (card.type === 'product') return `product ${card.handle}`;
  return card.type === 'store' ? `store ${card.name} ${card.shelf?.options.join() ?? ''}` : card.type;
}

function cardsOfOne(step: Step, now: Date): Card[] {
  const { name, answer } = step;
  if (answer.action) return [actionCard(step, now)];
  if (name === 'order_status') return [orderCard(step)];
  if (name === 'track_return') return returnCards(step);
  if (name === 'find_product') return productCards(step);
  if (name === 'stock_at_store') return shelfCards(step);
  return name === 'store_hours' ? storeCards(step) : [];
}

function actionCard({ name, answer }: Step, now: Date): Card {
  const { action, code } = answer;
  const { order = null, currency = 'INR' } = effectOf<{ order?: string; currency?: string }>(answer);
  return {
    type: 'action',
    actionId: action?.id ?? '',
    hash: action?.hash ?? '',
    kind: name,
    order,
    lines: effectLines(name, answer, now),
    amountMinor: answer.amountMinor ?? 0,
    currency,
    needsStaff: answer.needsStaff ?? code === 'staff',
    expiresAt: action?.expiresAt ?? now.toISOString()
  };
}

const orderIdIn = ({ facts }: Step['answer']): string | null => {
  const id = facts.find(({ what }) => what === 'event')?.id;
  return id === undefined ? null : (/^order:([0-9a-f-]{36})/.exec(id)?.[1] ?? null);
};

function orderCard({ answer }: Step): Card {
  const { order, life, currency, totalMinor, placedAt, things, parcels } = effectOf<OrderStatus>(answer);
  return {
    type: 'order',
    orderId: orderIdIn(answer),
    number: order,
    life,
    currency,
    totalMinor,
    placedAt,
    things: things.map(({ title, options, quantity }) => ({ title, options, quantity })),
    parcels: parcels.map(({ parcel, method, state, words, expected, promise, deliveredAt, carrier, trackingNumber, seen }) => ({
      parcel,
      method,
      state,
      words,
      expected,
      why: promise?.why.slice(0, 200) ?? null,
      deliveredAt,
      carrier,
      trackingNumber,
      seen: seen && { status: seen.status, city: seen.city.slice(0, 80), at: seen.at }
    }))
  };
}

/** To be tapped: each says its number. */
export const ordersCard = ({ orders }: MyOrders): Card => ({
  type: 'orders',
  orders: orders.map(({ number, what, life, currency, totalMinor, placedAt }) => ({
    number,
    what: what.slice(0, 200),
    life,
    currency,
    totalMinor,
    placedAt,
    say: number
  }))
});

const returnCards = ({ answer }: Step): Card[] =>
  effectOf<Returns>(answer)
    .returns.slice(-MOST)
    .map(({ return: number, state, currency, amountMinor, refundDueAt, sendBy, last, items }) => ({
      type: 'return',
      orderId: orderIdIn(answer),
      number,
      state,
      currency,
      amountMinor,
      refundDueAt,
      sendBy,
      last,
      things: items.map(({ title, options, quantity }) => ({ title, options, quantity }))
    }));

const productCards = ({ answer }: Step): Card[] =>
  effectOf<Products>(answer)
    .products.slice(0, MOST_SHOWN)
    .map(({ product, title, currency, fromMinor, toMinor, available }) => ({
      type: 'product',
      handle: product,
      title,
      currency,
      fromMinor,
      toMinor,
      available
    }));

function shelfCards({ answer }: Step): Card[] {
  const { title, shelves } = effectOf<Shelves>(answer);
  const there = shelves.filter(({ available }) => available === null || available > 0);
  // Of what there is none the words say how many; where there is none at all, one card says what was looked at.
  return (there.length > 0 ? there : shelves.slice(0, 1)).slice(0, MOST_SHOWN).map(({ store, options, available, since }) => ({
    type: 'store',
    storeId: null,
    name: store,
    address: null,
    phone: null,
    isOpenNow: null,
    today: null,
    timeZone: null,
    shelf: { title, options, available, since }
  }));
}

const storeCards = ({ answer }: Step): Card[] =>
  effectOf<Stores>(answer)
    .stores.slice(0, MOST_SHOWN)
    .map(({ store, name, address, phone, isOpenNow, today, timeZone }) => ({
      type: 'store',
      storeId: store,
      name,
      address,
      phone,
      isOpenNow,
      today,
      timeZone,
      shelf: null
    }));
