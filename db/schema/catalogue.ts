import type { ColumnType, Generated } from 'kysely';
import type { Json, JsonGenerated, Time, TimeGenerated } from './columns.ts';

export type ProductTable = {
  id: string;
  handle: string;
  title: string;
  subtitle: Generated<string>;
  description_html: Generated<string>;
  vendor: Generated<string>;
  product_type: Generated<string>;
  category: Generated<string>;
  tags: Generated<string[]>;
  status: Generated<'draft' | 'active' | 'archived'>;
  published: Generated<boolean>;
  kind: Generated<'goods' | 'gift_card'>;
  size_class: Generated<'small' | 'medium' | 'large'>;
  option_names: Generated<string[]>;
  option_linked: Generated<string[]>;
  attributes: JsonGenerated<Record<string, string>>;
  seo_title: Generated<string>;
  seo_description: Generated<string>;
  search_words: Generated<string[]>;
  search_text: Generated<string>;
  search_vector: ColumnType<string, never, never>;
  rank: Generated<number>;
  version: Generated<number>;
  import_id: string | null;
  created_at: TimeGenerated;
  updated_at: TimeGenerated;
};

export type VariantTable = {
  id: string;
  product_id: string;
  position: Generated<number>;
  options: Generated<string[]>;
  sku: string | null;
  barcode: string | null;
  weight_grams: ColumnType<string | null, number | string | null | undefined, number | string | null>;
  weight_unit: Generated<string>;
  tracked: Generated<boolean>;
  sell_beyond_stock: Generated<boolean>;
  requires_shipping: Generated<boolean>;
  taxable: Generated<boolean>;
  tax_code: Generated<string>;
  cost_minor: number | null;
  image_src: string | null;
  attributes: JsonGenerated<Record<string, string>>;
  version: Generated<number>;
  import_id: string | null;
  stock_floor: Generated<number>;
};

export type PriceTable = {
  variant_id: string;
  price_list: Generated<string>;
  currency: string;
  amount_minor: number;
  compare_at_minor: number | null;
};

export type ProductImageTable = {
  id: string;
  product_id: string;
  position: number;
  src: string;
  alt: Generated<string>;
  width: number | null;
  height: number | null;
};

/** A projection that the database keeps by itself: read only. */
export type ListingTable = {
  product_id: ColumnType<string, never, never>;
  department: ColumnType<string, never, never>;
  department_name: ColumnType<string, never, never>;
  shelf: ColumnType<string, never, never>;
  shelf_name: ColumnType<string, never, never>;
  looks: ColumnType<string[], never, never>;
  variant_ids: ColumnType<string[], never, never>;
  from_minor: ColumnType<number, never, never>;
  to_minor: ColumnType<number, never, never>;
  was_minor: ColumnType<number | null, never, never>;
  currency: ColumnType<string, never, never>;
  words: ColumnType<string, never, never>;
  rank: ColumnType<number, never, never>;
  created_at: ColumnType<Date, never, never>;
};

export type ImportRunTable = { id: string; file_name: string; checksum: string; kind: string; counts: Json; actor: Json; at: Time };

/** What a thing is called where it came from. `kept` has, by their pointers, the fields that nobody here knows. */
export type ExternalRefTable = {
  type: string;
  source: string;
  external_id: string;
  our_id: string;
  /** Of the line as it came. */
  hash: string;
  /** Ours when it came: another one means that it was changed here since. */
  version: number;
  kept: JsonGenerated<Record<string, unknown>>;
  import_id: string;
  at: Time;
};

export type PostcodeTable = { country: string; code: string; lat: number; lng: number; city: Generated<string>; state: Generated<string> };
