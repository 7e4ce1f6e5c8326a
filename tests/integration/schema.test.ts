import { readFileSync, readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openShop } from '../support/shop.ts';

const FOLDER = new URL('../../db/schema/', import.meta.url);

/** The types are written by hand, so they are read here as text: table by table, column by column. */
function declared(): Map<string, string[]> {
  const types = new Map<string, string[]>();
  const text = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
  for (const [, name = '', body = ''] of text.join('\n').matchAll(/export type (\w+Table) = \{([^}]*)\}/g)) {
    types.set(name, [...body.matchAll(/(?:^|;)\s*(\w+)\??:/gm)].map((match) => match[1] ?? '').toSorted());
  }
  const whole = readFileSync(new URL('../../db/schema.ts', import.meta.url), 'utf8');
  const schema = /export type Schema = \{([^}]*)\}/.exec(whole)?.[1] ?? '';
  return new Map([...schema.matchAll(/(\w+): (\w+Table);/g)].map(([, table = '', type = '']) => [table, types.get(type) ?? []]));
}

test('the types of the tables name exactly the columns that the migrations make', async () => {
  const shop = await openShop();
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.table_name as table, array_agg(c.column_name::text order by c.column_name::text) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'kysely_%' group by 1`.execute(shop.db);
  expect(Object.fromEntries(declared())).toEqual(Object.fromEntries(rows.map((row) => [row.table, row.columns.toSorted()])));
  await shop.close();
});

/** What grows with every order; what belongs to one of them is asked for by it. */
const GROWING = ['orders', 'payment', 'payment_transaction', 'fulfilment_order', 'fulfilment_line', 'shipment'];
/** By that end: mails by whom they went to, shares that were taken by their payment, strays by when they came. */
const NOT_ASKED_FOR = ['mail to orders', 'payment_transaction to fulfilment_order', 'stray_scan to orders'];

test('whatever belongs to an order is found by an index over all of it, however many orders there are', async () => {
  const shop = await openShop();
  const { rows } = await sql<{ belongs: string }>`
    select format('%s to %s', c.conrelid::regclass, c.confrelid::regclass) as belongs from pg_constraint c
    where c.contype = 'f' and c.confrelid = any (select to_regclass(name) from unnest(${GROWING}::text[]) name) and not exists (
      select from pg_index i where i.indrelid = c.conrelid and i.indpred is null and (i.indkey::int2[])[0] = c.conkey[1])
    order by 1`.execute(shop.db);
  expect(rows.map(({ belongs }) => belongs)).toEqual(NOT_ASKED_FOR);
  await shop.close();
});
