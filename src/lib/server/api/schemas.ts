import * as z from 'zod';
import { cartStates } from '#lib/commerce/cart/cart.machine.ts';
import { fulfilmentOrderStates } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import { shipmentStates } from '#lib/commerce/fulfilment/shipment.machine.ts';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { paymentStates } from '#lib/commerce/payments/payment.machine.ts';

/** Shapes that several endpoints share. Amounts are whole minor units (paise), times ISO 8601 in UTC. */
export const Minor = z.number().int().min(0).meta({ description: 'Whole minor units of the currency, such as paise.' });
export const Time = z.iso.datetime({ offset: true });
export const Id = z.uuid();
export const Version = z
  .number()
  .int()
  .min(1)
  .meta({ description: 'Grows with every change. Send it back where an endpoint asks for it.' });
export const NodeId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .meta({ description: 'A place of ours, such as blr-indiranagar.' });
export const Quantity = z.number().int().min(1, 'take at least 1').max(99, 'take at most 99 at once');

const key = (what: string) =>
  z
    .string()
    .regex(/^[\w-]{43}$/)
    .meta({ description: `The key of the ${what}: whoever has it may open it. Keep it secret.` });
export const CartKey = key('cart');
export const OrderKey = key('order');

export const Contact = z.strictObject({
  email: z.email('give an e-mail address, as in rhea@example.com').max(254),
  name: z.string().trim().min(1, 'give a name').max(120),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[\d\s-]{7,20}$/, 'give a phone number of 7 to 20 digits')
});

export const Address = z.strictObject({
  line1: z.string().trim().min(1, 'give house and street').max(200),
  line2: z.string().trim().max(200).default(''),
  city: z.string().trim().min(1, 'give the town').max(120),
  state: z.string().trim().max(120).default(''),
  postcode: z.string().trim().min(3, 'give the postcode').max(12),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'give the country in two letters, as in IN')
    .default('IN')
});

export const CartLine = z.object({
  id: Id,
  variantId: Id,
  quantity: z.number().int(),
  method: z.enum(['ship', 'pickup']),
  pickupNodeId: NodeId.nullable(),
  title: z.string(),
  handle: z.string(),
  options: z.array(z.string()),
  sku: z.string().nullable(),
  unitPriceMinor: Minor,
  priceNowMinor: Minor.nullable().meta({ description: 'What one costs now; null when it is no longer for sale.' }),
  available: z.number().int().nullable().meta({ description: 'How many this cart may have; null when it is sold without counting.' })
});

export const PlannedParcel = z.object({
  nodeId: NodeId,
  nodeName: z.string(),
  method: z.enum(['ship', 'pickup']),
  service: z.string(),
  lines: z.array(z.object({ variantId: Id, quantity: z.number().int() })),
  deliverFrom: Time,
  deliverUntil: Time,
  orderBy: Time
});

export const Cart = z.object({
  id: Id,
  state: z.enum(cartStates),
  step: z.enum(['details', 'delivery', 'payment']),
  version: Version,
  currency: z.string(),
  postcode: z.string().nullable(),
  lines: z.array(CartLine),
  delivery: z.object({ id: z.string(), costMinor: Minor, parcels: z.array(PlannedParcel) }).nullable(),
  heldUntil: Time.nullable(),
  goodsMinor: Minor,
  deliveryMinor: Minor,
  taxIncludedMinor: Minor,
  totalMinor: Minor,
  orderId: Id.nullable()
});

export const Order = z.object({
  id: Id,
  number: z.string(),
  life: z.enum(orderLifeStates),
  version: Version,
  currency: z.string(),
  goodsMinor: Minor,
  deliveryMinor: Minor,
  taxIncludedMinor: Minor,
  totalMinor: Minor,
  placedAt: Time,
  payBy: Time.nullable(),
  lines: z.array(
    z.object({
      id: Id,
      variantId: Id,
      title: z.string(),
      options: z.array(z.string()),
      sku: z.string().nullable(),
      quantity: z.number().int(),
      unitPriceMinor: Minor
    })
  ),
  payment: z
    .object({
      method: z.string(),
      state: z.enum(paymentStates),
      amountMinor: Minor,
      capturedMinor: Minor,
      actionUrl: z.string().nullable()
    })
    .nullable(),
  parcels: z.array(
    z.object({
      id: Id,
      method: z.enum(['ship', 'pickup', 'carry_out']),
      service: z.string(),
      state: z.enum(fulfilmentOrderStates),
      nodeId: NodeId.nullable(),
      nodeName: z.string().nullable(),
      shipmentState: z.enum(shipmentStates).nullable(),
      trackingNumber: z.string().nullable(),
      collectCode: z.string().nullable(),
      promises: z.array(
        z.object({ number: z.number().int(), state: z.string(), deliverFrom: Time, deliverUntil: Time, reason: z.string(), at: Time })
      ),
      scans: z.array(
        z.object({ status: z.string(), detail: z.string(), message: z.string(), city: z.string(), occurredAt: Time, receivedAt: Time })
      )
    })
  )
});
