import * as z from 'zod';
import { CarrierRefused, isCarrierRefused, type Carrier, type Sending } from '#lib/commerce/fulfilment/carrier.ts';
import { easyPostCalls, type EasyPostAccount, type EasyPostCalls } from './calls.ts';
import { easyPostPickups } from './pickups.ts';
import { rateFor } from './rate-for.ts';
import { addressOf } from './their-words.ts';

const Tracker = z.looseObject({ id: z.string() });
const Shipment = z.looseObject({
  id: z.string(),
  tracking_code: z.string().nullish(),
  rates: z.array(z.looseObject({ id: z.string(), rate: z.string(), delivery_days: z.number().nullish() })).nullish(),
  postage_label: z.looseObject({ label_url: z.string().nullish(), label_pdf_url: z.string().nullish() }).nullish(),
  tracker: Tracker.nullish(),
  refund_status: z.string().nullish()
});
type Shipment = z.infer<typeof Shipment>;

const GIVEN_BACK = new Set(['submitted', 'refunded']);
const GRAMS_OF_AN_OUNCE = 28.349_523_125;
/** Of a parcel whose weight nobody knows. */
const ASSUMED_GRAMS = 1_000;

/** EasyPost, which speaks for many carriers. One id of theirs, kept before money is spent, makes sure that a parcel has one label. */
export function easyPost(account: EasyPostAccount): Carrier {
  const calls = easyPostCalls(account);
  return {
    name: 'EasyPost',
    async book({ trackingNumber, trackerRef }) {
      if (trackerRef !== null) return trackerRef;
      // They answer with the tracker that is there when there is one for that number.
      return (await calls.post('/trackers', { tracker: { tracking_code: trackingNumber } }, Tracker)).id;
    },
    labels: {
      draft: async (sending) => (await calls.post('/shipments', { shipment: inTheirWords(sending) }, Shipment)).id,
      buy: async (ref, service) => labelOf(await bought(calls, ref, service), calls),
      void: async (ref) => givenBack(calls, ref)
    },
    pickups: easyPostPickups(calls),
    // Their API has no word for a parcel that has left.
    canInstruct: new Set(),
    async instruct() {
      throw new CarrierRefused('EasyPost takes no wishes for a parcel that travels');
    }
  };
}

/** Looked at first: it may have been bought by a call whose answer was lost. */
async function bought(calls: EasyPostCalls, ref: string, service: string): Promise<Shipment> {
  const draft = await calls.get(`/shipments/${ref}`, Shipment);
  if (draft.postage_label) return draft;
  const rate = rateFor(draft.rates ?? [], service);
  if (!rate) throw new CarrierRefused('no rate: nobody takes this parcel there');
  try {
    return await calls.post(`/shipments/${ref}/buy`, { rate: { id: rate.id } }, Shipment);
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    // Another try of ours may have bought it just now.
    const now = await calls.get(`/shipments/${ref}`, Shipment);
    if (now.postage_label) return now;
    throw fault;
  }
}

async function labelOf({ tracking_code: trackingNumber, postage_label: label, tracker }: Shipment, calls: EasyPostCalls) {
  if (!trackingNumber) throw new CarrierRefused('a label without a tracking number');
  const url = label?.label_pdf_url ?? label?.label_url;
  const pdf = url ? await calls.file(url) : null;
  return { trackingNumber, trackerRef: tracker?.id ?? null, pdf: pdf && isPdf(pdf) ? pdf : null };
}

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

async function givenBack(calls: EasyPostCalls, ref: string): Promise<'voided' | 'kept'> {
  const { refund_status: before } = await calls.get(`/shipments/${ref}`, Shipment);
  if (before && GIVEN_BACK.has(before)) return 'voided';
  const { refund_status: after } = await calls.post(`/shipments/${ref}/refund`, {}, Shipment);
  return after && GIVEN_BACK.has(after) ? 'voided' : 'kept';
}

function inTheirWords({ reference, from, to, grams }: Sending) {
  return {
    reference,
    from_address: addressOf(from),
    to_address: addressOf(to),
    parcel: { weight: ouncesOf(grams ?? ASSUMED_GRAMS) },
    options: { label_format: 'PDF', label_size: '4x6' }
  };
}

/** A tenth more rather than less: who weighs too little pays again. */
const ouncesOf = (grams: number): number => Math.max(0.1, Math.ceil((grams / GRAMS_OF_AN_OUNCE) * 10) / 10);
