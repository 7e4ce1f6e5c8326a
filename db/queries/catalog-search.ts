import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { inTitle } from './catalog-listing.ts';

/** Which of these conditions find anything at all; for each its place. One look into the index each: each is named by itself, so that it is planned by itself. */
export async function whichFind(db: Db, matches: string[]): Promise<boolean[]> {
  if (matches.length === 0) return [];
  const each = matches.map((match) => sql`exists (select from listing g where g.words @@ ${match}::tsquery)`);
  const { rows } = await sql<{ finds: boolean[] }>`select array[${sql.join(each)}] as finds`.execute(db);
  return rows[0]?.finds ?? [];
}

/** Words of the goods that look like this one, the likest first: what a misspelling may have meant. Looking for faint likeness takes longer. */
export async function similarWords(db: Db, word: string, how: { limit: number; faint: boolean }): Promise<string[]> {
  const { rows } = await sql<{
    word: string;
  }>`select word from ${sql.id(how.faint ? 'faintly_similar_words' : 'similar_words')}(${word}, ${how.limit})`.execute(db);
  return rows.map((row) => row.word);
}

/** Things that have any of the words, those with most of them first. For when nothing has them all. */
export async function withAnyOf(db: Db, matches: string[], limit: number): Promise<string[]> {
  if (matches.length === 0) return [];
  const any = matches.map((match) => `(${match})`).join(' | ');
  const hits = sql.join(
    matches.map((match) => sql`(found.words @@ ${match}::tsquery)::int`),
    sql` + `
  );
  const { rows } = await sql<{ id: string }>`
    select found.product_id as id from (
      select g.* from listing g where g.words @@ ${any}::tsquery order by g.rank desc, g.product_id limit 240) found
    order by ${hits} desc, found.rank desc limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export type SuggestedRow = { handle: string; title: string; fromMinor: number; toMinor: number; currency: string; src: string | null };

/** A handful of goods for the words typed so far, titles first. */
export async function suggestedGoods(db: Db, match: string, limit: number): Promise<SuggestedRow[]> {
  const { rows } = await sql<SuggestedRow>`
    select p.handle, p.title, best.from_minor as "fromMinor", best.to_minor as "toMinor", best.currency,
      (select v.image_src from variant v where v.id = best.variant_ids[1]) as src
    from (
      select found.* from (
        select g.* from listing g where g.words @@ ${match}::tsquery order by g.rank desc, g.product_id limit 120) found
      order by (found.words @@ ${inTitle(match)}::tsquery) desc, found.rank desc limit ${limit}) best
    join product p on p.id = best.product_id order by (best.words @@ ${inTitle(match)}::tsquery) desc, best.rank desc`.execute(db);
  return rows;
}

/** Words that goods are described with, the most used first; from a part of a very large catalogue. For a cache. */
export async function commonWords(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from ts_stat('select words from listing order by rank desc limit 2000')
    where word ~ '^[a-z]{3,}$' order by ndoc desc, word limit ${limit}`.execute(db);
  return rows.map((row) => row.word);
}
