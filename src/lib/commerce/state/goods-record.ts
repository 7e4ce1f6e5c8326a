import * as z from 'zod';
import { address, bag, country, currency, head, maybe, moment, money, reference, units, words } from './parts.ts';

/** Who buys here. Of instruments only what names them is kept: brand, last figures, the provider's token; a balance is that of the day. */
export const customer = z.object({
  type: z.literal('customer'),
  ...head,
  name: words(200),
  emails: z.array(words(254)).max(20).default([]),
  phones: z.array(words(40)).max(20).default([]),
  registered: z.boolean().default(true),
  created_at: maybe(moment),
  email_confirmed_at: maybe(moment),
  addresses: z
    .array(address.extend({ default_shipping: maybe(z.boolean()), default_billing: maybe(z.boolean()) }))
    .max(100)
    .default([]),
  instruments: z
    .array(
      z.object({
        kind: z.enum(['card', 'wallet', 'gift_card', 'store_credit', 'pay_in_store', 'upi']),
        brand: maybe(words(40)),
        last_four: maybe(z.string().regex(/^\d{4}$/)),
        expires: maybe(z.string().regex(/^\d{4}-\d{2}$/)),
        token: maybe(words(200)),
        code: maybe(words(60)),
        balance: maybe(money),
        currency: maybe(currency)
      })
    )
    .max(50)
    .default([]),
  loyalty: maybe(z.object({ tier: maybe(words(60)), points: maybe(z.int().min(0)) })),
  consents: maybe(z.array(z.object({ kind: words(60), given: z.boolean(), at: maybe(moment) })).max(50)),
  tags: maybe(z.array(words(100)).max(100))
});

const hours = z.tuple([z.string().regex(/^\d{2}:\d{2}$/), z.string().regex(/^\d{2}:\d{2}$/)]);

export const location = z.object({
  type: z.literal('location'),
  ...head,
  name: words(200).min(1),
  kind: z.enum(['warehouse', 'dark_store', 'store', 'third_party']),
  address: words(300),
  city: words(120),
  postcode: words(20),
  country,
  region: words(60).default(''),
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  time_zone: words(60).refine(isZone, 'This time zone is not known; write one as in Asia/Kolkata.'),
  opening: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), hours),
  cutoffs: z.record(z.string(), z.string().regex(/^\d{2}:\d{2}$/)).default({}),
  closed_dates: z.array(z.iso.date()).default([]),
  processing_minutes: z.int().min(0).default(120),
  capacity_per_day: z.int().min(1).default(100),
  methods: z.array(z.enum(['ship', 'pickup'])).default([]),
  phone: words(40).default('')
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const product = z.object({
  type: z.literal('product'),
  ...head,
  handle: maybe(words(255)),
  title: words(500).min(1),
  subtitle: words(500).default(''),
  description: words(500_000).default(''),
  vendor: words(255).default(''),
  product_type: words(255).default(''),
  category: words(500).default(''),
  tags: z.array(words(255)).max(250).default([]),
  status: z.enum(['draft', 'active', 'archived']).default('active'),
  published: z.boolean().default(true),
  kind: z.enum(['goods', 'gift_card']).default('goods'),
  size_class: z.enum(['small', 'medium', 'large']).default('small'),
  options: z.array(words(255)).max(3).default([]),
  options_linked: z.array(words(255)).max(3).default([]),
  images: z
    .array(z.object({ src: words(2000).min(1), alt: words(500).default(''), width: maybe(z.int().min(1)), height: maybe(z.int().min(1)) }))
    .max(250)
    .default([]),
  seo_title: words(500).default(''),
  seo_description: words(2000).default(''),
  search_words: z.array(words(200)).max(100).default([]),
  rank: z.int().min(0).max(2_000_000_000).default(0),
  created_at: maybe(moment),
  attributes: z.record(z.string(), z.string()).default({})
});

export const variant = z.object({
  type: z.literal('variant'),
  ...head,
  product: reference,
  position: z.int().min(1).max(10_000).default(1),
  options: z.array(words(255)).max(3).default([]),
  sku: maybe(words(255)),
  barcode: maybe(words(255)),
  weight_grams: maybe(z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'Write the grams as text, as in "226.8".')),
  weight_unit: words(10).default('g'),
  counted: z.boolean().default(true),
  sell_beyond_stock: z.boolean().default(false),
  requires_shipping: z.boolean().default(true),
  taxable: z.boolean().default(true),
  tax_code: words(100).default(''),
  cost: maybe(money),
  image: maybe(words(2000)),
  attributes: z.record(z.string(), z.string()).default({})
});

export const price = z.object({
  type: z.literal('price'),
  ...head,
  variant: reference,
  price_list: words(60).min(1).default('shop'),
  currency: maybe(currency),
  amount: money,
  compare_at: maybe(money),
  valid_from: maybe(moment),
  valid_until: maybe(moment)
});

const fewOrMany = z.int().min(0).max(1_000_000_000);

export const stock = z.object({
  type: z.literal('stock'),
  ...head,
  variant: reference,
  location: reference,
  on_hand: fewOrMany,
  unavailable: fewOrMany.default(0),
  unavailable_reason: maybe(words(200)),
  safety: fewOrMany.default(0),
  for_counter: fewOrMany.default(0),
  bin: maybe(words(60)),
  counted_at: maybe(moment),
  lots: maybe(z.array(z.object({ lot: words(60), quantity: units, expires: maybe(z.iso.date()) })).max(1000)),
  inbound: maybe(z.array(z.object({ quantity: units, due: z.iso.date(), reference: maybe(words(200)) })).max(1000)),
  attributes: maybe(bag)
});
