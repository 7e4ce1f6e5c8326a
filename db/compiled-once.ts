import type { Compilable, CompiledQuery } from 'kysely';
import type { Db, Tx } from './client.ts';

/**
 * A query whose text is always the same. Building and printing a large one costs more than sending it, so that is done at its first
 * use; afterwards only the values are put in. `build` must not look at
 * them: what it gets are only their `count` places.
 */
export function compiledOnce<Values extends unknown[], Row>(
  count: Values['length'],
  build: (db: Db | Tx, values: Values) => Compilable<Row>
): (db: Db | Tx, ...values: Values) => Promise<Row[]> {
  const places = Array.from({ length: count }, () => Object.freeze({}));
  let made: CompiledQuery<Row> | undefined;
  return async (db, ...values) => {
    made ??= build(db, places as unknown as Values).compile();
    const parameters = made.parameters.map((value) => {
      const place = places.indexOf(value as object);
      return place === -1 ? value : values[place];
    });
    return (await db.executeQuery<Row>({ ...made, parameters })).rows;
  };
}
