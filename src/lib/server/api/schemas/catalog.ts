import * as z from 'zod';
import { MOST_PAGES, sorts } from '#lib/commerce/catalog/listing-query.ts';
import { Currency, Id, Minor, NodeId, Picture, Units } from '../schemas.ts';

const Slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
const Look = z.string().trim().min(1).max(60);
const GivenMinor = z.coerce.number().int().min(0).max(1_000_000_000_00);
const Flag = z.enum(['true', 'false']);

export const Search = z.strictObject({
  q: z.string().max(120).optional().meta({
    description: 'What somebody types: words in any of our scripts, with typos, or a price in words such as "lamp under 7k".'
  }),
  department: Slug.optional(),
  shelf: Slug.optional(),
  colour: z
    .union([Look, z.array(Look).max(12)])
    .optional()
    .meta({ description: 'A colour or finish; may come several times.' }),
  minPriceMinor: GivenMinor.optional(),
  maxPriceMinor: GivenMinor.optional(),
  inStock: Flag.optional(),
  nodeId: NodeId.optional().meta({ description: 'Only what lies at this place.' }),
  sort: z.enum(sorts).default('relevance'),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).default(1),
  facets: Flag.optional().meta({ description: 'With the number of things that each filter would leave.' })
});

export const OfProduct = z.object({
  handle: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
});

const ListedProduct = z
  .object({
    id: Id,
    handle: z.string(),
    title: z.string(),
    department: z.string(),
    fromMinor: Minor.meta({ description: 'The cheapest variant.' }),
    toMinor: Minor.meta({ description: 'The dearest variant.' }),
    wasMinor: Minor.nullable(),
    currency: Currency,
    available: Units.nullable().meta({ description: 'Free units of all its variants; null when some are sold without counting.' }),
    variantIds: z.array(Id),
    picture: Picture.nullable()
  })
  .meta({ id: 'ListedProduct' });

const Counted = z.object({ value: z.string(), name: z.string(), count: Units });

const Facets = z
  .object({
    departments: z.array(Counted),
    shelves: z.array(Counted),
    colours: z.array(Counted),
    prices: z.array(z.object({ minPriceMinor: Minor.nullable(), maxPriceMinor: Minor.nullable(), count: Units })),
    inStock: Units,
    stores: z.array(z.object({ nodeId: NodeId, count: Units })),
    isExact: z.boolean().meta({ description: 'False when only the first things were counted.' })
  })
  .meta({ id: 'Facets' });

export const Listing = z.object({
  products: z.array(ListedProduct),
  total: Units.meta({ description: 'Counted up to a limit; isMore says that it was reached.' }),
  isMore: z.boolean(),
  page: Units,
  pages: Units,
  near: z
    .enum(['exact', 'without-filters', 'some-words', 'anything'])
    .meta({ description: 'How far the products are from what was asked: a search never ends at nothing.' }),
  corrected: z.string().nullable().meta({ description: 'What was looked for instead, when nothing was called what was typed.' }),
  facets: Facets.nullable()
});

const Variant = z
  .object({
    id: Id,
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    options: z.array(z.string()),
    priceMinor: Minor.nullable(),
    wasMinor: Minor.nullable(),
    available: Units.nullable().meta({ description: 'Free units everywhere; null when it is sold without counting.' }),
    requiresShipping: z.boolean(),
    pictures: z.array(z.number().int().min(0)).meta({ description: 'Places in the product’s pictures, its own first.' })
  })
  .meta({ id: 'Variant' });

const Place = z.object({ name: z.string(), slug: z.string() });

export const Product = z
  .object({
    id: Id,
    handle: z.string(),
    title: z.string(),
    subtitle: z.string(),
    text: z.array(z.object({ kind: z.enum(['paragraph', 'item']), text: z.string() })),
    department: Place,
    shelf: Place.nullable(),
    vendor: z.string(),
    currency: Currency,
    optionNames: z.array(z.string()),
    variants: z.array(Variant),
    pictures: z.array(Picture),
    facts: z.array(z.object({ label: z.string(), value: z.string() }))
  })
  .meta({ id: 'Product' });
