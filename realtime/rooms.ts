import type { CommerceEvent } from '#lib/commerce/events.ts';

export type Desk = 'returns' | 'support';

/** One room for each thing a page may watch, and for the connections of one staff session. Only the server lets a connection in. */
export const room = {
  variant: (variantId: string) => `variant:${variantId}`,
  order: (orderId: string) => `order:${orderId}`,
  cart: (cartId: string) => `cart:${cartId}`,
  consent: (consentId: string) => `consent:${consentId}`,
  queue: (variantId: string) => `queue:${variantId}`,
  work: (nodeId: string) => `work:${nodeId}`,
  /** What waits at a desk of the office. */
  desk: (name: Desk) => `desk:${name}`,
  talk: (threadId: string) => `support:${threadId}`,
  session: (name: string) => `session:${name}`
};

export type RoomOf =
  | { variantId: string }
  | { orderId: string }
  | { cartId: string }
  | { consentId: string }
  | { workAt: string }
  | { queueOf: string }
  | { talkId: string }
  | { desk: Desk };

/** Who is at a cart is no fact of the shop, but told between processes in the same way. Nobody is in such a room. */
export const hereAt = (cartId: string): string => `here:${cartId}`;
export const cartsToldOf = (rooms: string[]): string[] =>
  rooms.filter((name) => name.startsWith('here:')).map((name) => name.slice('here:'.length));

/** The thing behind a room; undefined for other rooms, such as the one each connection has for itself. */
export function thingIn(name: string): RoomOf | undefined {
  const [kind = '', id = ''] = name.split(':');
  return id === '' ? undefined : THINGS.get(kind)?.(id);
}

const THINGS = new Map<string, (id: string) => RoomOf>([
  ['variant', (variantId) => ({ variantId })],
  ['order', (orderId) => ({ orderId })],
  ['cart', (cartId) => ({ cartId })],
  ['consent', (consentId) => ({ consentId })],
  ['work', (workAt) => ({ workAt })],
  ['queue', (queueOf) => ({ queueOf })],
  ['support', (talkId) => ({ talkId })],
  ['desk', (name) => ({ desk: name === 'support' ? name : 'returns' })]
]);

/** Whose pages have something new to read after these facts, each room once. */
export function roomsOf(events: CommerceEvent[]): string[] {
  return [...new Set(events.flatMap(roomsOfOne))];
}

function roomsOfOne(event: CommerceEvent): string[] {
  if (event.type === 'stock.changed') return [room.variant(event.variantId)];
  if (event.type === 'support.terms_changed') return [room.desk('support')];
  if (event.type === 'notice.told') return [room.order(event.orderId)];
  if (event.type === 'stock.transferred') return [room.work(event.nodeId), room.work(event.otherNodeId)];
  return roomsByTopic(event);
}

/** Parcels that go out and what comes back are work at a place. */
const OF_A_PLACE = /^(?:fo|return)\./;

/** What a bank did not give for a parcel that left, or did not take back, is seen to at the same desk. */
const FOR_RETURNS = /^(return\.|payment\.capture_refused$|refund\.re)/;

function roomsByTopic(event: CommerceEvent): string[] {
  if (event.topic.startsWith('queue:') && 'variantId' in event) return [room.queue(event.variantId)];
  // Everything of an order, its money, parcels and promises is one stream, and its page shows all of it.
  if (event.topic.startsWith('order:') && 'orderId' in event) {
    const place = OF_A_PLACE.test(event.type) && 'nodeId' in event ? event.nodeId : null;
    const desk = FOR_RETURNS.test(event.type) ? [room.desk('returns')] : [];
    return [room.order(event.orderId), ...(place === null ? [] : [room.work(place)]), ...desk];
  }
  if (event.topic.startsWith('support:')) return [event.topic, room.desk('support')];
  if (event.topic.startsWith('cart:') || event.topic.startsWith('consent:')) return [event.topic];
  return [];
}
