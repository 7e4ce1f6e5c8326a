import * as z from 'zod';
import { carrierDetails, carrierStatuses } from '#lib/commerce/fulfilment/carrier-status.ts';
import { fulfilmentOrderStates } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import { promiseStates } from '#lib/commerce/fulfilment/promise.machine.ts';
import { shipmentStates } from '#lib/commerce/fulfilment/shipment.machine.ts';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { paymentStates } from '#lib/commerce/payments/payment.machine.ts';
import { Currency, Id, Minor, NodeId, OrderKey, Time, Units, Version } from '../schemas.ts';

export const PayMethod = z
  .enum(['upi', 'card', 'cash_on_delivery', 'pay_in_store', 'balance'])
  .meta({ description: '`balance`: gift cards and credit pay all of it.' });

export const Handle = z.string().trim().min(1, 'give the UPI address or the card number').max(100).meta({
  description: 'The UPI address or card number. It goes to the bank and is neither kept nor written into a log.'
});

export const Placed = z.object({
  orderId: Id,
  orderKey: OrderKey,
  number: z.string().meta({ description: 'For people to read aloud; it opens nothing.' })
});

const OrderLine = z
  .object({
    id: Id,
    variantId: Id,
    title: z.string(),
    handle: z.string(),
    options: z.array(z.string()),
    sku: z.string().nullable(),
    quantity: Units,
    unitPriceMinor: Minor
  })
  .meta({ id: 'OrderLine' });

const Payment = z
  .object({
    method: z.string(),
    state: z.enum(paymentStates),
    amountMinor: Minor,
    capturedMinor: Minor,
    toTakeMinor: Minor.meta({
      description: 'What its bank keeps ready and gives as parcels leave; 0 where money is taken with the order.'
    }),
    actionUrl: z.string().nullable().meta({ description: 'Where the shopper must confirm first, while that is so.' })
  })
  .meta({ id: 'Payment' });

const PromiseVersion = z
  .object({
    number: Units,
    state: z.enum(promiseStates),
    deliverFrom: Time,
    deliverUntil: Time,
    reason: z.string().meta({ description: 'Why this version was made, such as placed, delayed or delivered.' }),
    at: Time
  })
  .meta({ id: 'PromiseVersion' });

const Scan = z
  .object({
    status: z.enum(carrierStatuses),
    detail: z.enum(carrierDetails),
    message: z.string(),
    city: z.string(),
    occurredAt: Time.meta({ description: 'By the carrier’s own clock, which may run ahead of ours.' }),
    receivedAt: Time
  })
  .meta({ id: 'Scan' });

const Parcel = z
  .object({
    id: Id,
    method: z.enum(['ship', 'pickup', 'carry_out']),
    service: z.string(),
    state: z.enum(fulfilmentOrderStates),
    nodeId: NodeId.nullable(),
    nodeName: z.string().nullable(),
    lines: z.array(
      z.object({
        orderLineId: Id,
        quantity: Units,
        instead: z.array(z.string()).nullable().meta({ description: 'What it is made like that comes in place of the one ordered.' })
      })
    ),
    shipmentState: z.enum(shipmentStates).nullable(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    collectCode: z.string().nullable().meta({ description: 'Said at the counter to get what is collected.' }),
    estimateFrom: Time.nullable().meta({ description: 'What we expect now. It may move without the promise moving.' }),
    estimateUntil: Time.nullable(),
    deliveredAt: Time.nullable(),
    promises: z.array(PromiseVersion).meta({ description: 'Every version, the first one first.' }),
    scans: z.array(Scan).meta({ description: 'Oldest first.' })
  })
  .meta({ id: 'Parcel' });

export const Order = z
  .object({
    id: Id,
    number: z.string(),
    life: z.enum(orderLifeStates),
    version: Version,
    currency: Currency,
    goodsMinor: Minor,
    deliveryMinor: Minor,
    taxIncludedMinor: Minor,
    totalMinor: Minor,
    placedAt: Time,
    payBy: Time.nullable().meta({ description: 'Until when the goods wait for the money; null once that is settled.' }),
    lines: z.array(OrderLine),
    payment: Payment.nullable(),
    parcels: z.array(Parcel)
  })
  .meta({ id: 'Order' });

export const PaymentOutcome = z
  .object({
    outcome: z.enum(['captured', 'authorized', 'declined', 'action-required', 'unknown', 'not-asked', 'cash']),
    reason: z.string().nullable().meta({ description: 'Why it was declined.' }),
    actionUrl: z.string().nullable().meta({ description: 'Where the shopper must confirm first.' }),
    restMinor: Minor.nullable().meta({ description: 'What a gift card or credit left to be paid; null where a bank was asked.' })
  })
  .meta({ id: 'PaymentOutcome' });

const WayOn = z
  .object({
    id: z.string(),
    kind: z.enum(['collect', 'ship', 'substitute']),
    nodeName: z.string(),
    metres: z.number().nullable(),
    options: z.array(z.string()).meta({ description: 'What a substitute is made like.' }),
    from: Time,
    until: Time,
    parcels: Units
  })
  .meta({ id: 'WayOn' });

export const Choices = z.object({
  choices: z.array(
    z
      .object({
        fulfilmentOrderId: Id,
        reason: z.string(),
        fromName: z.string(),
        decideBy: Time.meta({ description: 'After it the money goes back.' }),
        refundMinor: Minor,
        ways: z.array(WayOn)
      })
      .meta({ id: 'Choice' })
  )
});

export const Chosen = z.strictObject({ way: z.string().min(1).max(80) });
