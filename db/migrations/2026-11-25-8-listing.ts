import { sql, type Kysely } from 'kysely';

/**
 * What a shopper may filter and sort by, one row a product that is for sale: a projection, kept by the database whoever writes
 * products, variants or prices, so that a listing never adds up prices over the whole catalogue. Can be rebuilt at any time:
 * delete from listing; select refresh_listing(array(select id from product)).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeTable(db);
  await makeProjection(db);
  await findSimilarWords(db);
  await followChanges(db);
  await sql`select refresh_listing(array(select id from product))`.execute(db);
}

async function makeTable(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table listing (
      product_id uuid primary key references product on delete cascade,
      department text not null,
      department_name text not null,
      shelf text not null,
      shelf_name text not null,
      looks text[] not null,
      variant_ids uuid[] not null,
      from_minor bigint not null,
      to_minor bigint not null check (to_minor >= from_minor),
      was_minor bigint,
      currency char(3) not null,
      words tsvector not null,
      rank int not null,
      created_at timestamptz not null
    )`.execute(db);
  // One for each order a listing can have, in the whole shop and in one department; read backwards for the other direction.
  await sql`create index listing_rank on listing (rank desc, product_id)`.execute(db);
  await sql`create index listing_price on listing (from_minor, product_id)`.execute(db);
  await sql`create index listing_newest on listing (created_at desc, product_id)`.execute(db);
  await sql`create index listing_department_rank on listing (department, rank desc, product_id)`.execute(db);
  await sql`create index listing_department_price on listing (department, from_minor, product_id)`.execute(db);
  await sql`create index listing_department_newest on listing (department, created_at desc, product_id)`.execute(db);
  await sql`create index listing_shelf on listing (department, shelf, rank desc, product_id)`.execute(db);
  await sql`create index listing_looks on listing using gin (looks)`.execute(db);
  await sql`create index listing_words on listing using gin (words)`.execute(db);
  // Whoever searches looks here, where the words of a title weigh more; one index of words is enough.
  await sql`drop index product_search`.execute(db);

  await sql`create index variant_barcode on variant (barcode)`.execute(db);
}

async function makeProjection(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function slug_of(p_name text) returns text language sql immutable as $$
      select coalesce(nullif(trim(both '-' from regexp_replace(lower(p_name), '[^a-z0-9]+', '-', 'g')), ''), 'other')
    $$`.execute(db);
  // Which option is the colour or the finish: the first whose name does not speak of size.
  await sql`
    create function look_option(p_names text[]) returns int language sql immutable as $$
      select min(n)::int from unnest(p_names) with ordinality as o (name, n)
      where lower(name) !~ '(size|width|height|length|depth|seats|tiers|boards|holds|capacity|volume|weight|pieces|title|format|denomination|amount)'
    $$`.execute(db);
  await sql`
    create function refresh_listing(p_products uuid[]) returns void language plpgsql as $$
    begin
      -- Two who change prices of one product come one after the other, else the later would not see what the earlier wrote.
      perform from product where id = any (p_products) order by id for no key update;
      delete from listing where product_id = any (p_products);
      insert into listing
        select p.id, slug_of(w.way[1]), w.way[1], slug_of(coalesce(w.way[2], '')), coalesce(w.way[2], ''),
          coalesce(array_agg(distinct lower(v.options[look_option(p.option_names)])) filter (where v.options[look_option(p.option_names)] <> ''), '{}'),
          array_agg(v.id order by v.position), min(pr.amount_minor), max(pr.amount_minor),
          (array_agg(pr.compare_at_minor order by pr.amount_minor, v.position))[1], pr.currency,
          setweight(to_tsvector('simple', lower(unaccent(p.title))), 'A') || setweight(to_tsvector('simple', lower(unaccent(coalesce(w.way[2], '')))), 'B')
            || p.search_vector, p.rank, p.created_at
        from product p
          join variant v on v.product_id = p.id
          join price pr on pr.variant_id = v.id and pr.price_list = 'shop'
          cross join lateral (select regexp_split_to_array(coalesce(nullif(p.category, ''), nullif(p.product_type, ''), 'Other goods'), '\\s*>\\s*') way) w
        where p.id = any (p_products) and p.status = 'active' and p.published
        group by p.id, w.way, pr.currency
        on conflict do nothing;
    end $$`.execute(db);
}

/** Misspelt words may be further away than the usual threshold; a setting of the function, so that no session needs to change. */
async function findSimilarWords(db: Kysely<unknown>): Promise<void> {
  for (const [name, threshold] of [
    ['similar_words', '0.6'],
    ['faintly_similar_words', '0.4']
  ] as const) {
    await sql`
      create function ${sql.id(name)}(p_word text, p_limit int) returns table (word text) language sql stable
      set pg_trgm.word_similarity_threshold = ${sql.raw(threshold)} as $$
        select w.word from (
            select p.search_text from product p join listing g on g.product_id = p.id
            where p_word <% p.search_text order by word_similarity(p_word, p.search_text) desc, g.rank desc limit 40) found,
          lateral (select distinct unnest(string_to_array(found.search_text, ' ')) as word) w
        where similarity(w.word, p_word) > 0.25
        group by w.word order by similarity(w.word, p_word) desc, count(*) desc, w.word limit p_limit
      $$`.execute(db);
  }
}

/** Once a statement and not once a row: an import of fifty thousand rows asks once. */
async function followChanges(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of [
    ['product', 'c.id'],
    ['variant', 'c.product_id'],
    ['price', '(select product_id from variant where id = c.variant_id)']
  ] as const) {
    const name = sql.id(`${table}_listed`);
    await sql`
      create function ${name}() returns trigger language plpgsql as $$
      begin
        perform refresh_listing(array(select distinct ${sql.raw(column)} from changed c));
        return null;
      end $$`.execute(db);
    for (const [event, side] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old']
    ] as const) {
      if (table === 'product' && event === 'delete') continue;
      await sql`
        create trigger ${sql.id(`${table}_listed_on_${event}`)} after ${sql.raw(event)} on ${sql.id(table)}
        referencing ${sql.raw(side)} table as changed for each statement execute function ${name}()`.execute(db);
    }
  }
}
