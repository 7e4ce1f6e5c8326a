import * as z from 'zod';
import {
  CarrierRefused,
  isCarrierRefused,
  type BookedPickup,
  type CarrierPickups,
  type PickupAsk
} from '#lib/commerce/fulfilment/carrier.ts';
import type { EasyPostCalls } from './calls.ts';
import { rateFor } from './rate-for.ts';
import { addressOf } from './their-words.ts';

const Pickup = z.looseObject({
  id: z.string(),
  status: z.string(),
  confirmation: z.string().nullish(),
  min_datetime: z.iso.datetime({ offset: true }),
  max_datetime: z.iso.datetime({ offset: true }),
  pickup_rates: z.array(z.looseObject({ id: z.string(), rate: z.string(), carrier: z.string(), service: z.string() })).nullish()
});
type Pickup = z.infer<typeof Pickup>;

/** Pick-ups at EasyPost: made, bought and cancelled by one id of theirs, as labels are. */
export function easyPostPickups(calls: EasyPostCalls): CarrierPickups {
  return {
    draft: async (ask) => (await calls.post('/pickups', { pickup: inTheirWords(ask) }, Pickup)).id,
    book: async (ref) => windowOf(await booked(calls, ref)),
    cancel: async (ref) => cancelled(calls, ref)
  };
}

/** Looked at first: it may have been booked by a call whose answer was lost. */
async function booked(calls: EasyPostCalls, ref: string): Promise<Pickup> {
  const draft = await calls.get(`/pickups/${ref}`, Pickup);
  if (draft.status === 'scheduled') return draft;
  if (draft.status === 'canceled') throw new CarrierRefused('this pick-up was cancelled');
  const rate = rateFor(draft.pickup_rates ?? [], 'standard');
  if (!rate) throw new CarrierRefused('no rate: nobody comes to that door');
  try {
    return await calls.post(`/pickups/${ref}/buy`, { carrier: rate.carrier, service: rate.service }, Pickup);
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    // Another try of ours may have booked it just now.
    const now = await calls.get(`/pickups/${ref}`, Pickup);
    if (now.status === 'scheduled') return now;
    throw fault;
  }
}

/** A draft that nobody bought brings nobody. */
async function cancelled(calls: EasyPostCalls, ref: string): Promise<'cancelled' | 'kept'> {
  const { status: before } = await calls.get(`/pickups/${ref}`, Pickup);
  if (before !== 'scheduled') return 'cancelled';
  const { status: after } = await calls.post(`/pickups/${ref}/cancel`, {}, Pickup);
  return after === 'canceled' ? 'cancelled' : 'kept';
}

const windowOf = ({ id, confirmation, min_datetime: from, max_datetime: until }: Pickup): BookedPickup => ({
  from: new Date(from),
  until: new Date(until),
  confirmation: confirmation ?? id
});

const inTheirWords = ({ reference, shipmentRef, address, from, until }: PickupAsk) => ({
  reference,
  min_datetime: from.toISOString(),
  max_datetime: until.toISOString(),
  is_account_address: false,
  instructions: '',
  address: addressOf(address),
  shipment: { id: shipmentRef }
});
