import * as z from 'zod';

/**
 * What stands beside the words of a message: plain data that the page draws, never HTML. Money in minor units with its currency, times as ISO texts.
 * Ids are for links that whoever shows the card makes; they open nothing by themselves.
 */
const Text = z.string().max(600);
const Time = z.string().max(40);
const Minor = z.int();
const Window = z.strictObject({ from: Time, until: Time });
const Thing = z.strictObject({ title: Text, options: z.array(Text), quantity: z.int() });

/** Which of them it is, to be tapped: pressing says `say`. */
const ShortOrder = z.strictObject({
  number: Text,
  what: Text,
  life: Text,
  currency: Text,
  totalMinor: Minor,
  placedAt: Time,
  say: Text
});

const ParcelOnCard = z.strictObject({
  parcel: z.int(),
  method: Text,
  state: Text,
  /** As the order's page says it: the strong words, and what follows. */
  words: z.strictObject({ strong: Text, rest: Text }),
  expected: Window.nullable(),
  why: Text.nullable(),
  deliveredAt: Time.nullable(),
  carrier: Text.nullable(),
  trackingNumber: Text.nullable(),
  seen: z.strictObject({ status: Text, city: Text.nullable(), at: Time }).nullable()
});

export const Card = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('order'),
    orderId: z.uuid().nullable(),
    number: Text,
    life: Text,
    currency: Text,
    totalMinor: Minor,
    placedAt: Time,
    things: z.array(Thing),
    parcels: z.array(ParcelOnCard)
  }),
  z.strictObject({ type: z.literal('orders'), orders: z.array(ShortOrder) }),
  z.strictObject({
    type: z.literal('product'),
    handle: Text,
    title: Text,
    currency: Text.nullable(),
    fromMinor: Minor.nullable(),
    toMinor: Minor.nullable(),
    available: z.int().nullable()
  }),
  z.strictObject({
    type: z.literal('return'),
    orderId: z.uuid().nullable(),
    number: Text,
    state: Text,
    currency: Text,
    amountMinor: Minor,
    refundDueAt: Time.nullable(),
    sendBy: Time.nullable(),
    last: z.strictObject({ title: Text, note: Text.nullable(), at: Time.nullable() }).nullable(),
    things: z.array(Thing)
  }),
  z.strictObject({
    type: z.literal('store'),
    storeId: Text.nullable(),
    name: Text,
    address: Text.nullable(),
    phone: Text.nullable(),
    isOpenNow: z.boolean().nullable(),
    today: z.strictObject({ opens: Time, closes: Time }).nullable(),
    timeZone: Text.nullable(),
    /** Of one make of a thing: how many lie there, and since when that is known. */
    shelf: z.strictObject({ title: Text, options: z.array(Text), available: z.int().nullable(), since: Time }).nullable()
  }),
  /** Nothing of it has happened: the button sends `actionId` and `hash`. */
  z.strictObject({
    type: z.literal('action'),
    actionId: z.uuid(),
    hash: Text,
    kind: Text,
    order: Text.nullable(),
    lines: z.array(z.strictObject({ label: Text, text: Text })),
    amountMinor: Minor,
    currency: Text,
    needsStaff: z.boolean(),
    expiresAt: Time
  }),
  z.strictObject({ type: z.literal('choices'), choices: z.array(z.strictObject({ label: Text, say: Text })) })
]);

export type Card = z.output<typeof Card>;
export type CardOf<Type extends Card['type']> = Extract<Card, { type: Type }>;

/** As they were kept; what an older program wrote and nobody can draw any more is left out. */
export const cardsIn = (kept: unknown): Card[] => (Array.isArray(kept) ? kept.flatMap((one) => Card.safeParse(one).data ?? []) : []);
