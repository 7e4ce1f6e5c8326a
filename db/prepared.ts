import pg from 'pg';

/** What came so often is worth its room on the server. */
const OFTEN = 3;
/** On a connection such a plan takes some ten to two hundred kB. */
const MOST_NAMED = 400;
const MOST_COUNTED = 2_000;

export type StatementNames = {
  /** The name a statement is sent by, or nothing while it is not known to come again. */
  of: (text: string) => string | undefined;
  /** From now on it has another name than `outdated`, so that it is read and planned anew. */
  renew: (text: string, outdated: string) => void;
};

/**
 * The names of the statements that come again and again, the same for all connections of a pool. Lists of many lengths make texts
 * without end, so only what has come three times has a name, and no more than four hundred have one.
 */
export function statementNames(): StatementNames {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  let given = 0;
  const named = (text: string) => {
    const name = `s${(given += 1)}`;
    names.set(text, name);
    return name;
  };
  return {
    of(text) {
      const known = names.get(text);
      if (known || names.size >= MOST_NAMED) return known;
      const times = (uses.get(text) ?? 0) + 1;
      if (times >= OFTEN) {
        uses.delete(text);
        return named(text);
      }
      if (uses.size >= MOST_COUNTED) uses.clear();
      uses.set(text, times);
      return undefined;
    },
    renew(text, outdated) {
      if (names.get(text) === outdated) named(text);
    }
  };
}

/**
 * Sends what has a name by its name: it is read and planned once on this connection, and not each time. What has no values is
 * a `begin`, a `listen` or a script, and stays as it is.
 */
export function preparing(client: pg.PoolClient, names: StatementNames): void {
  const query = client.query.bind(client) as (...rest: unknown[]) => unknown;
  const prepared = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || rest.length > 0) return query(text, values, ...rest);
    const name = names.of(text);
    if (!name) return query(text, values);
    const answer = sentByName(query, { name, text, values });
    // Only listened to: whoever asked hears the fault as well.
    answer.catch((fault: unknown) => isOutdated(fault) && names.renew(text, name));
    return answer;
  };
  Object.assign(client, { query: prepared });
}

type Named = { name: string; text: string; values: unknown[] };

/** The driver copies an object that describes a query, descriptor by descriptor, and each look at the copy is slow: a third of its work. */
async function sentByName(query: (sent: pg.Query) => unknown, { name, text, values }: Named): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = new pg.Query(text, values, (fault, result) => (fault ? reject(fault) : resolve(result)));
    query(Object.assign(sent, { name }));
  });
}

/** A table got another shape, as when a newer version of the shop migrates beside us, and a prepared statement would answer otherwise. */
export function isOutdated(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === '0A000' && fault.message.includes('cached plan');
}
