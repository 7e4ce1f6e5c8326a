import { expect, test } from 'vitest';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { cartsToldOf, hereAt, room, roomsOf, thingIn } from './rooms.ts';

const stock = (nodeId: string, version: number): CommerceEvent => ({
  type: 'stock.changed',
  topic: `stock:${nodeId}/bowl`,
  version,
  nodeId,
  variantId: 'bowl',
  onHand: 3,
  allocated: 0,
  held: 0,
  available: 3
});

test('a change at any node is for those who look at the variant, once for many changes', () => {
  expect(roomsOf([stock('a', 2), stock('b', 7), stock('a', 3)])).toEqual(['variant:bowl']);
});

test('what happens to an order, its money and its parcels is for those who opened the order, and a parcel’s way for its place', () => {
  const base = { topic: 'order:7', orderId: '7' };
  expect(
    roomsOf([
      { ...base, type: 'order.confirmed', version: 2, isReleased: false },
      { ...base, type: 'payment.declined', version: 3, paymentId: 'p', amountMinor: 1, currency: 'INR', reason: 'no' },
      { ...base, type: 'fo.shipped', version: 4, fulfilmentOrderId: 'f', nodeId: 'a', shipmentId: 's', trackingNumber: 't' }
    ])
  ).toEqual(['order:7', 'work:a']);
});

test('what happens to a return is for its order, the place it lies at and the desk that looks after all of them', () => {
  const base = { topic: 'order:7', orderId: '7', returnId: 'r' };
  const facts: CommerceEvent[] = [
    { ...base, type: 'return.appealed', version: 2 },
    { ...base, type: 'return.dropped_off', version: 3, nodeId: 'a' }
  ];
  expect(roomsOf(facts)).toEqual(['order:7', 'desk:returns', 'work:a']);
  expect(thingIn(room.desk('returns'))).toEqual({ desk: 'returns' });
});

test('what is said in a talk is for its shopper and for the desk that answers', () => {
  const said = { threadId: '9', messageId: 'm', author: 'shopper', seq: 1 } as const;
  expect(roomsOf([{ type: 'support.said', topic: 'support:9', version: 1, ...said }])).toEqual(['support:9', 'desk:support']);
  expect([thingIn(room.talk('9')), thingIn(room.desk('support'))]).toEqual([{ talkId: '9' }, { desk: 'support' }]);
});

test('a cart is for those who have it open, and nobody else’s business even where it tells of an order', () => {
  expect(roomsOf([{ type: 'cart.placed', topic: 'cart:1', version: 9, cartId: '1', orderId: '7' }])).toEqual(['cart:1']);
});

test('a room names the thing it was made for, and a connection’s own room names nothing', () => {
  expect(thingIn(room.variant('bowl'))).toEqual({ variantId: 'bowl' });
  expect(thingIn(room.order('7'))).toEqual({ orderId: '7' });
  expect(thingIn(room.cart('7'))).toEqual({ cartId: '7' });
  expect([thingIn(hereAt('7')), cartsToldOf([room.cart('6'), hereAt('7')])]).toEqual([undefined, ['7']]);
  expect(thingIn('Jq3x_8sAAAB')).toBeUndefined();
  expect(thingIn('variant:')).toBeUndefined();
});
