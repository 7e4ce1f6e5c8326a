import { sql, type Kysely } from 'kysely';

/** Products and what they cost. A variant is what is sold; SKUs of imported shops repeat or are blank, so they are no key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);
  await sql`create extension if not exists unaccent`.execute(db);
  await sql`
    create table product (
      id uuid primary key,
      handle text not null unique check (handle <> ''),
      title text not null check (title <> ''),
      subtitle text not null default '',
      description_html text not null default '',
      vendor text not null default '',
      product_type text not null default '',
      category text not null default '',
      tags text[] not null default '{}',
      status text not null default 'active' check (status in ('draft', 'active', 'archived')),
      published boolean not null default true,
      kind text not null default 'goods' check (kind in ('goods', 'gift_card')),
      size_class text not null default 'small' check (size_class in ('small', 'medium', 'large')),
      option_names text[] not null default '{}' check (cardinality(option_names) <= 3),
      option_linked text[] not null default '{}',
      attributes jsonb not null default '{}',
      seo_title text not null default '',
      seo_description text not null default '',
      search_words text[] not null default '{}',
      search_text text not null default '',
      search_vector tsvector generated always as (to_tsvector('simple', search_text)) stored,
      rank int not null default 0,
      version int not null default 1 check (version > 0),
      import_id uuid,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index product_search on product using gin (search_vector)`.execute(db);
  await sql`create index product_trigram on product using gin (search_text gin_trgm_ops)`.execute(db);
  await sql`create index product_category on product (category text_pattern_ops) where status = 'active' and published`.execute(db);
  await sql`create index product_newest on product (created_at desc, id) where status = 'active' and published`.execute(db);
  await sql`
    create table variant (
      id uuid primary key,
      product_id uuid not null references product,
      position int not null default 1 check (position > 0),
      options text[] not null default '{}' check (cardinality(options) <= 3),
      sku text,
      barcode text,
      weight_grams numeric check (weight_grams >= 0),
      weight_unit text not null default 'g',
      tracked boolean not null default true,
      sell_beyond_stock boolean not null default false,
      requires_shipping boolean not null default true,
      taxable boolean not null default true,
      tax_code text not null default '',
      cost_minor bigint check (cost_minor between 0 and 9007199254740991),
      image_src text,
      attributes jsonb not null default '{}',
      version int not null default 1 check (version > 0),
      import_id uuid,
      unique (product_id, options)
    )`.execute(db);
  await sql`create index variant_sku on variant (sku)`.execute(db);
  await sql`
    create table price (
      variant_id uuid not null references variant,
      price_list text not null default 'shop',
      currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
      amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
      compare_at_minor bigint check (compare_at_minor between 0 and 9007199254740991),
      primary key (variant_id, price_list)
    )`.execute(db);
  await sql`
    create table product_image (
      id uuid primary key,
      product_id uuid not null references product,
      position int not null check (position > 0),
      src text not null,
      alt text not null default '',
      width int check (width > 0),
      height int check (height > 0),
      unique (product_id, src)
    )`.execute(db);
  await sql`
    create table import_run (
      id uuid primary key,
      file_name text not null,
      checksum text not null,
      kind text not null,
      counts jsonb not null,
      actor jsonb not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table postcode (
      country char(2) not null,
      code text not null,
      lat double precision not null check (lat between -90 and 90),
      lng double precision not null check (lng between -180 and 180),
      city text not null default '',
      state text not null default '',
      primary key (country, code)
    )`.execute(db);
}
