import pg from 'pg';

/**
 * Tells of every statement this process sends over any connection, begin and commit too. For measuring: loaded before the program,
 * so that the program itself knows nothing of it.
 */
export function hearStatements(onStatement: (sql: string) => void): void {
  const client = pg.Client.prototype as unknown as { query: (...rest: unknown[]) => unknown };
  const { query } = client;
  client.query = function hearing(this: unknown, ...rest: unknown[]): unknown {
    const [first] = rest;
    onStatement(typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? ''));
    return query.apply(this, rest);
  };
}
