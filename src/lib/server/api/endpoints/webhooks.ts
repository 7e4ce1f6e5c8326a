import { captureOfKey } from '#db/queries/captures.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { asksForShare } from '#lib/commerce/payments/capture-share.ts';
import { isProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import type { PaymentOutcome } from '#lib/commerce/payments/payment.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '../../shop.ts';
import { scansFrom } from '../easypost.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { hearMail } from '../../hear-mail.ts';
import { hearScans } from '../hear-scans.ts';
import { BankAnswer, BankEvent, CarrierAnswer, CarrierEvent, EasyPostEvent, MailAnswer, MailEvent } from '../schemas/webhook.ts';
import { Nothing } from '../schemas.ts';

/** What settles a payment, or a parcel's share of it. Of the rest the bank was asked by us, and we have its answer. */
const SETTLES = new Set(['charge.captured', 'charge.authorized', 'charge.declined']);

type Outcome = PaymentOutcome['outcome'];

const SAME_NEWS = 'The same news twice changes nothing.';

export const webhookEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/webhooks/bank',
    operationId: 'hearBank',
    tag: 'webhooks',
    summary: 'The bank says that it decided',
    description: 'Whatever it says, the bank is asked what is true.',
    params: Nothing,
    body: BankEvent,
    status: 200,
    answer: BankAnswer,
    refusals: ['not-found', 'payment-unknown'],
    signed: 'ours',
    again: SAME_NEWS,
    example: { body: { id: 'evt_1', type: 'charge.captured', data: { key: 'order:0199f0a0-0000-7000-8000-000000000001:1' } } },
    async run(shop, _, { body }) {
      if (!SETTLES.has(body.type)) return { outcome: 'ignored' };
      const { key } = body.data;
      // Where its key looks like is asked first; what came in by a file has any key, so the other one is asked too.
      const [one, other] = asksForShare(key) ? [settledShare, settledWhole] : [settledWhole, settledShare];
      return { outcome: (await one(shop, key)) ?? (await other(shop, key)) ?? refuse('not-found') };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/webhooks/carrier',
    operationId: 'hearCarrier',
    tag: 'webhooks',
    summary: 'The carrier says where a parcel is',
    description:
      'A tracker event in the shape of EasyPost. Late, doubled and unordered news is welcome: the set of scans counts. News of a number that no ' +
      'parcel has is kept for a person to look at.',
    params: Nothing,
    body: CarrierEvent,
    status: 200,
    answer: CarrierAnswer,
    refusals: [],
    signed: 'ours',
    again: SAME_NEWS,
    example: {
      body: {
        id: 'evt_1',
        description: 'tracker.updated',
        result: {
          tracking_code: 'MZV123456789',
          est_delivery_date: '2026-11-27T12:00:00Z',
          tracking_details: [
            {
              message: 'Left Hoskote',
              status: 'in_transit',
              status_detail: 'departed_origin_facility',
              datetime: '2026-11-26T08:30:00Z',
              tracking_location: { city: 'Bengaluru', lat: 13.07, lng: 77.8 }
            }
          ]
        }
      }
    },
    run: async (shop, _, { body }) => hearScans(shop, scansFrom(body))
  }),
  endpoint({
    method: 'POST',
    path: '/webhooks/easypost',
    operationId: 'hearEasyPost',
    tag: 'webhooks',
    summary: 'EasyPost says where a parcel is',
    description:
      'The same, as EasyPost itself posts and signs it: give it WEBHOOK_SECRET as the secret of its webhook. Its events of other things than ' +
      'trackers are answered well and change nothing.',
    params: Nothing,
    body: EasyPostEvent,
    status: 200,
    answer: CarrierAnswer,
    refusals: [],
    signed: 'easypost',
    again: SAME_NEWS,
    example: { body: { id: 'evt_1', description: 'tracker.updated', result: { tracking_code: 'EZ1000000001', tracking_details: [] } } },
    async run(shop, _, { body }) {
      if (!body.description.startsWith('tracker.')) return { taken: 0 };
      const event = CarrierEvent.safeParse(body);
      return event.success ? hearScans(shop, scansFrom(event.data)) : refuse('invalid', 'a tracker of another shape');
    }
  }),
  endpoint({
    method: 'POST',
    path: '/webhooks/mail',
    operationId: 'hearMail',
    tag: 'webhooks',
    summary: 'Somebody answers a mail of ours',
    description:
      'What they wrote is the next message of the talk whose address it came to, without what it quotes. Only from the address that the talk is ' +
      'answered to; nothing is confirmed by it.',
    params: Nothing,
    body: MailEvent,
    status: 200,
    answer: MailAnswer,
    refusals: ['forbidden', 'not-found', 'too-many-requests'],
    signed: 'ours',
    again: SAME_NEWS,
    example: {
      body: {
        messageId: '<1@mail.example>',
        to: 'talk+0cpv1806oo3gg00000000000000000000000000000000000000@mez.example',
        from: 'Rhea Pinto <rhea@example.com>',
        subject: 'Re: Your talk with mez',
        text: 'where is my lamp?'
      }
    },
    async run(shop, _, { body }) {
      const { isNew } = await hearMail(shop, body);
      return { outcome: isNew ? 'taken' : 'known' };
    }
  })
];

/** Undefined when no payment was asked for by this key. Refuses `payment-unknown`: not settled, so the bank shall come again. */
async function settledWhole(shop: Shop, chargeKey: string): Promise<Exclude<Outcome, 'unknown'> | undefined> {
  try {
    const { outcome } = await authorizePayment(shop, SYSTEM, { chargeKey });
    return outcome === 'unknown' ? refuse('payment-unknown') : outcome;
  } catch (fault) {
    if (isRefusal(fault) && fault.code === 'not-found') return undefined;
    throw fault;
  }
}

/** The bank is asked again by the same key: what it says then is what it did. Undefined when it is no share's. Refuses `payment-unknown` while it says nothing. */
async function settledShare(shop: Shop, key: string): Promise<'captured' | undefined> {
  const share = await captureOfKey(shop.db, key);
  if (!share) return undefined;
  try {
    await captureParcel(shop, SYSTEM, share);
    return 'captured';
  } catch (fault) {
    if (isProviderUnreachable(fault)) refuse('payment-unknown');
    throw fault;
  }
}
