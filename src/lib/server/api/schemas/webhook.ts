import * as z from 'zod';
import { Units } from '../schemas.ts';

const Text = z.string().max(500);

/** What our bank posts. More fields may come; what it says is never believed, only taken as a reason to ask. */
export const BankEvent = z.object({
  id: z.string().min(1).max(100),
  type: z.string().max(60).meta({ description: 'charge.captured, charge.declined, charge.authorized, charge.voided or charge.refunded.' }),
  data: z.object({ key: z.string().min(1).max(200).meta({ description: 'The key under which the bank was asked.' }) })
});

export const BankAnswer = z.object({
  outcome: z.enum(['captured', 'authorized', 'declined', 'action-required', 'not-asked', 'cash', 'ignored'])
});

const Location = z.looseObject({
  city: Text.nullish(),
  lat: z.number().min(-90).max(90).nullish(),
  lng: z.number().min(-180).max(180).nullish()
});

/** Kept as it came, with what we do not know of it. */
const TrackingDetail = z.looseObject({
  message: Text.nullish(),
  status: Text,
  status_detail: Text.nullish(),
  datetime: z.iso.datetime({ offset: true }),
  tracking_location: Location.nullish(),
  delivery_pin: Text.nullish()
});

/** A tracker event as EasyPost posts it, with positions beside it where the carrier knows them. More fields may come. */
export const CarrierEvent = z.object({
  id: z.string().min(1).max(100),
  description: Text.optional(),
  result: z.object({
    tracking_code: z.string().min(1).max(100),
    est_delivery_date: z.iso.datetime({ offset: true }).nullish(),
    tracking_details: z.array(TrackingDetail)
  })
});

/** Whatever EasyPost posts: of all its events only those of trackers say where a parcel is. */
export const EasyPostEvent = z.looseObject({
  id: z.string().min(1).max(100),
  description: Text.meta({ description: 'tracker.created, tracker.updated, or what is of no interest here.' }),
  result: z.unknown()
});

export const CarrierAnswer = z.object({ taken: Units.meta({ description: 'How many scans were new.' }) });

/** A mail to an address of ours, as whoever takes it in hands it over. `text`: its plain text, with whatever it quotes. */
export const MailEvent = z.strictObject({
  messageId: z.string().min(1).max(1_000).meta({ description: 'Its Message-ID: the same one twice is one mail.' }),
  to: z
    .string()
    .min(1)
    .max(2_000)
    .meta({ description: 'To whom, as in its head: the Reply-To of the mail that it answers is among them.' }),
  from: z.string().min(1).max(1_000),
  subject: z.string().max(1_000),
  text: z.string().max(200_000)
});

export const MailAnswer = z.object({ outcome: z.enum(['taken', 'known']).meta({ description: 'known: it was taken before.' }) });
