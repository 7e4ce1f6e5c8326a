import { expect, test } from 'vitest';
import { fulfilmentOrderStates } from '../fulfilment/fulfilment-order.machine.ts';
import { shipmentStates } from '../fulfilment/shipment.machine.ts';
import { paymentStates } from '../payments/payment.machine.ts';
import { orderLifeStates } from './order-life.machine.ts';
import { fromWords, methodName, orderWords, parcelWords, paymentSentence, reasonWords } from './order-words.ts';

const KOLKATA = 'Asia/Kolkata';
const methods = ['ship', 'pickup', 'carry_out'] as const;
const places = ['Indiranagar', null];
const paid = { method: 'upi', amountMinor: 1, capturedMinor: 0, toTakeMinor: 0, actionUrl: null, reason: null };
/** Every way to take one of each. */
function every<Of extends Record<string, readonly unknown[]>>(of: Of): { [Name in keyof Of]: Of[Name][number] }[] {
  const combined = Object.entries(of).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}]
  );
  return combined as { [Name in keyof Of]: Of[Name][number] }[];
}
const isPlain = (text: string) => text !== '' && !/undefined|null|!|oops/i.test(text) && text.endsWith('.');

test('a parcel has words in every combination of its states', () => {
  const parcels = every({ method: methods, state: fulfilmentOrderStates, shipmentState: [null, ...shipmentStates], nodeName: places });
  const silent = parcels.filter((parcel) => {
    const { strong, rest } = parcelWords(parcel);
    return !isPlain(strong) || (rest !== '' && !isPlain(rest));
  });
  expect(parcels.length).toBe(3 * 14 * 12 * 2);
  expect(silent).toEqual([]);
});

test('what the carrier says counts only once it has the parcel', () => {
  const parcel = { method: 'ship', state: 'packed', shipmentState: 'delivered', nodeName: 'Domlur' } as const;
  expect(parcelWords(parcel)).toEqual({ strong: 'Packed.', rest: 'It waits for the van at Domlur.' });
  expect(parcelWords({ ...parcel, state: 'shipped', shipmentState: 'out_for_delivery' }).strong).toBe('On its way to your door.');
  expect(parcelWords({ ...parcel, state: 'closed', shipmentState: null }).strong).toBe('Delivered.');
});

test('each state of a shipment is told apart, but for the two at its beginning', () => {
  const said = [null, ...shipmentStates].map((shipmentState) => {
    const { strong, rest } = parcelWords({ method: 'ship', state: 'shipped', shipmentState, nodeName: null });
    return strong + rest;
  });
  expect(new Set(said).size).toBe(said.length - 1);
});

test('an order has words of its own exactly while its parcels do not count', () => {
  const payment = [null, ...paymentStates.map((state) => ({ ...paid, state }))];
  const orders = every({ life: orderLifeStates, payment });
  const spoken = orders.filter((order) => orderWords(order));
  expect(new Set(spoken.map(({ life }) => life))).toEqual(new Set(['placed', 'on_hold', 'cancelled']));
  expect(spoken.length).toBe(3 * payment.length);
  expect(spoken.flatMap((order) => Object.values(orderWords(order)!)).filter((text) => !isPlain(text))).toEqual([]);
});

test('an order that is not paid says what there is to do', () => {
  const placed = (over: object) => orderWords({ life: 'placed', payment: { ...paid, state: 'pending', ...over } });
  expect(placed({ state: 'declined' })?.rest).toBe('The bank said no. Nothing was taken.');
  expect(placed({ actionUrl: '/test-bank/x' })?.strong).toBe('Waiting for you.');
  expect(placed({})).toEqual({ strong: 'Asking the bank.', rest: 'Nothing is taken twice.' });
});

test('a parcel says where it comes from, and of a partner that it is one', () => {
  expect(fromWords({ nodeName: 'Indiranagar', nodeKind: 'store' })).toBe('From Indiranagar');
  expect(fromWords({ nodeName: 'Weavers', nodeKind: 'third_party' })).toBe('From Weavers, a partner of ours');
  expect(fromWords({ nodeName: null, nodeKind: null })).toBe('From another place');
});

test('a cancelled order says whether money goes back', () => {
  const cancelled = (capturedMinor: number) =>
    orderWords({ life: 'cancelled', payment: { ...paid, state: 'captured', capturedMinor } })?.rest;
  expect([cancelled(0), cancelled(100)]).toEqual(['Nothing was taken.', 'What was paid goes back to you.']);
  // A gift card paid a part, the bank none of the rest.
  const card = {
    id: '1',
    fulfilmentOrderId: null,
    reason: 'not-paid' as const,
    amountMinor: 1,
    how: 'gift-card' as const,
    state: 'due' as const,
    isRefused: false
  };
  const unpaid = { ...paid, state: 'declined' as const, capturedMinor: 0 };
  expect(orderWords({ life: 'cancelled', payment: unpaid, refunds: [card] })?.rest).toBe('What was paid goes back to you.');
});

test('money has a sentence in every combination', () => {
  const orders = every({
    life: orderLifeStates,
    state: paymentStates,
    method: ['upi', 'card', 'cash', 'cash_on_delivery', 'pay_in_store'],
    payBy: [null, new Date('2026-11-25T05:20:00Z')]
  });
  const said = orders.map(({ life, payBy, ...money }) =>
    paymentSentence({ life, payBy, payment: { ...paid, ...money } }, '₹6,539', KOLKATA)
  );
  expect(said.filter((text) => !isPlain(text))).toEqual([]);
  const due = { life: 'placed', payBy: new Date('2026-11-25T05:20:00Z'), payment: { ...paid, state: 'pending' } } as const;
  expect(paymentSentence(due, '₹6,539', KOLKATA)).toBe('₹6,539 to pay by UPI until 10:50 am.');
});

test.each([
  'on-plan',
  'on-the-road',
  'out-for-delivery',
  'node-down',
  'no-capacity',
  'not-found',
  'damaged',
  'delayed',
  'held',
  'customs',
  'address',
  'attempt-failed',
  'missed-pickup',
  'silence',
  'overdue',
  'placed',
  'delivered'
])('the reason %s has words of its own', (reason) => {
  expect(isPlain(reasonWords(reason))).toBe(true);
  expect(reasonWords(reason)).not.toBe(reasonWords('something new'));
});

test('about a trouble the carrier is quoted, about all else it is not', () => {
  expect(reasonWords('delayed', 'Heavy rain on the road')).toBe('Heavy rain on the road.');
  expect(reasonWords('node-down', 'Heavy rain in Domlur.')).toBe('Heavy rain in Domlur: another place sends it.');
  expect(reasonWords('out-for-delivery', 'On the way to you')).toBe('It is on the vehicle to you.');
  expect(methodName('gift_card')).toBe('gift card');
  expect(methodName('barter')).toBe('barter');
});
