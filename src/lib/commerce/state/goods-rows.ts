import { searchText } from '../catalog/import/search-text.ts';
import { handleFrom } from '../catalog/import/handle.ts';
import type { RecordOf } from './state-record.ts';

type Ids = { id: string; importId: string; at: string };

export const handleOf = ({ handle, title }: RecordOf<'product'>): string => handle ?? (handleFrom(title) || 'product');

/** Columns of a product; its search words are made of what is said of it and of its variants' options. */
export function productRow(
  record: RecordOf<'product'>,
  { id, importId, at }: Ids,
  { handle, options }: { handle: string; options: string[][] }
) {
  const said = {
    title: record.title,
    subtitle: record.subtitle,
    category: record.category,
    productType: record.product_type,
    vendor: record.vendor,
    tags: record.tags,
    searchWords: record.search_words,
    variants: options.map((values) => ({ options: values }))
  };
  return {
    id,
    handle,
    title: record.title,
    subtitle: record.subtitle,
    description_html: record.description,
    vendor: record.vendor,
    product_type: record.product_type,
    category: record.category,
    tags: record.tags,
    status: record.status,
    published: record.published,
    kind: record.kind,
    size_class: record.size_class,
    option_names: record.options,
    option_linked: record.options_linked,
    attributes: record.attributes,
    seo_title: record.seo_title,
    seo_description: record.seo_description,
    search_words: record.search_words,
    search_text: searchText(said),
    rank: record.rank,
    import_id: importId,
    created_at: record.created_at ?? at,
    updated_at: at
  };
}

export function variantRow(record: RecordOf<'variant'>, { id, importId }: Ids, productId: string) {
  return {
    id,
    product_id: productId,
    position: record.position,
    options: record.options,
    sku: record.sku ?? null,
    barcode: record.barcode ?? null,
    weight_grams: record.weight_grams ?? null,
    weight_unit: record.weight_unit,
    tracked: record.counted,
    sell_beyond_stock: record.sell_beyond_stock,
    requires_shipping: record.requires_shipping,
    taxable: record.taxable,
    tax_code: record.tax_code,
    cost_minor: record.cost ?? null,
    image_src: record.image ?? null,
    attributes: record.attributes,
    import_id: importId
  };
}

export function nodeRow(record: RecordOf<'location'>, id: string) {
  const { name, kind, address, city, postcode, country, region, lat, lng, time_zone, opening, cutoffs, phone, methods } = record;
  const { closed_dates, processing_minutes, capacity_per_day } = record;
  const place = { name, kind, address, city, postcode, country, region, lat, lng, time_zone, phone };
  return { id, ...place, opening, cutoffs, closed_dates, processing_minutes, capacity_per_day, methods };
}

export function accountRow(record: RecordOf<'customer'>, { id, at }: Ids) {
  return {
    id,
    email: (record.emails[0] ?? '').trim().toLowerCase(),
    name: record.name,
    phone: record.phones[0] ?? '',
    role: 'shopper',
    email_confirmed_at: record.email_confirmed_at ?? null,
    created_at: record.created_at ?? at
  };
}

/** Addresses of one customer; those without a mark come after the first, as they stand. */
export function addressRows(record: RecordOf<'customer'>, { id, at }: Ids) {
  const first = record.addresses.findIndex(({ default_shipping }) => default_shipping);
  const addresses = record.addresses.map((address, index) => {
    return { ...address, line2: address.line2 ?? '', state: address.state ?? '', default_shipping: index === first };
  });
  return { customer_id: id, made_at: record.created_at ?? at, addresses };
}
