import * as z from 'zod';
import { cartStates } from '#lib/commerce/cart/cart.machine.ts';
import { Currency, Id, Minor, NodeId, Time, Units, Version } from '../schemas.ts';

export const Contact = z
  .strictObject({
    email: z.email('give an e-mail address, as in rhea@example.com').max(254),
    name: z.string().trim().min(1, 'give a name').max(120),
    phone: z
      .string()
      .trim()
      .regex(/^\+?[\d\s-]{7,20}$/, 'give a phone number of 7 to 20 digits')
  })
  .meta({ id: 'Contact' });

export const Address = z
  .strictObject({
    line1: z.string().trim().min(1, 'give house and street').max(200),
    line2: z.string().trim().max(200).default(''),
    city: z.string().trim().min(1, 'give the town').max(120),
    state: z.string().trim().max(120).default(''),
    postcode: z.string().trim().min(3, 'give the postcode').max(12),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'give the country in two letters, as in IN')
      .default('IN')
  })
  .meta({ id: 'Address' });

const CartLine = z
  .object({
    id: Id,
    variantId: Id,
    quantity: Units,
    method: z.enum(['ship', 'pickup']),
    pickupNodeId: NodeId.nullable(),
    title: z.string(),
    handle: z.string(),
    options: z.array(z.string()),
    sku: z.string().nullable(),
    unitPriceMinor: Minor.meta({ description: 'What one cost when the shopper last looked.' }),
    priceNowMinor: Minor.nullable().meta({ description: 'What one costs now; null when it is no longer for sale.' }),
    available: Units.nullable().meta({ description: 'How many this cart may have; null when it is sold without counting.' })
  })
  .meta({ id: 'CartLine' });

const PlannedParcel = z
  .object({
    nodeId: NodeId,
    nodeName: z.string(),
    method: z.enum(['ship', 'pickup']),
    service: z.string(),
    lines: z.array(z.object({ variantId: Id, quantity: Units })),
    deliverFrom: Time,
    deliverUntil: Time.meta({ description: 'What is promised: it is there by then.' }),
    orderBy: Time.meta({ description: 'The date holds for an order placed before this.' }),
    distanceMetres: z.number().int()
  })
  .meta({ id: 'PlannedParcel' });

export const Cart = z
  .object({
    id: Id,
    state: z.enum(cartStates),
    step: z.enum(['details', 'delivery', 'payment']),
    version: Version,
    currency: Currency,
    postcode: z.string().nullable(),
    lines: z.array(CartLine),
    delivery: z.object({ id: z.string(), costMinor: Minor, parcels: z.array(PlannedParcel) }).nullable(),
    heldUntil: Time.nullable().meta({ description: 'Until when the goods are kept for this cart.' }),
    goodsMinor: Minor,
    deliveryMinor: Minor,
    taxIncludedMinor: Minor,
    totalMinor: Minor,
    orderId: Id.nullable()
  })
  .meta({ id: 'Cart' });

const Open = z.object({
  open: z.literal(true),
  id: z.string().meta({ description: 'What to choose: standard, express, same_day or pickup.' }),
  costMinor: Minor,
  deliverFrom: Time,
  deliverUntil: Time,
  parcels: z.array(PlannedParcel)
});
const Closed = z.object({ open: z.literal(false), id: z.string(), reason: z.enum(['out-of-stock', 'unknown-postcode', 'no-service']) });

export const Way = z.discriminatedUnion('open', [Open, Closed]).meta({ id: 'Way' });
