import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { preparing, statementNames } from './prepared.ts';
import type { Schema } from './schema.ts';

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

// Money is whole minor units below 2^53 (held by CHECKs), so bigint may be a number. Dates stay text: they have no zone.
const INT8 = 20;
const DATE = 1082;
const TEXT_ARRAY = 1009;
const DATE_ARRAY = 1182;
type Oid = Parameters<typeof pg.types.setTypeParser>[0];
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(DATE, String);
pg.types.setTypeParser(DATE_ARRAY as Oid, pg.types.getTypeParser(TEXT_ARRAY as Oid) as (text: string) => string[]);

export type ConnectOptions = {
  /** How many connections at most; 16 a web process is a good start. */
  max?: number;
  /** Told of a connection that died while idle; without a listener it would end the process. */
  onError?: (fault: unknown) => void;
  /** Called with each statement sent, begin and commit too. For benchmarks. */
  onStatement?: (sql: string) => void;
};

export function connect(connectionString: string, options: ConnectOptions = {}): Db {
  const pool = new pg.Pool({ connectionString, max: options.max ?? 16, keepAlive: true });
  pool.on('error', options.onError ?? (() => undefined));
  // A line that breaks while a query waits on it: the query is told, and unheard the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const names = statementNames();
  pool.on('connect', (client) => preparing(client, names));
  if (options.onStatement) countStatements(pool, options.onStatement);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

function countStatements(pool: pg.Pool, onStatement: (sql: string) => void): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...rest: unknown[]) => unknown;
    const counting = (...rest: unknown[]): unknown => {
      const [first] = rest;
      onStatement(typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text));
      return query(...rest);
    };
    Object.assign(client, { query: counting });
  });
}
