import pg from 'pg';

/** The bare driver with as many lines as the shop has. Each call is one statement, which brings the same words back. */
export function echo(connectionString: string): { say: (words: string) => Promise<unknown>; close: () => Promise<void> } {
  const pool = new pg.Pool({ connectionString, max: 16, keepAlive: true });
  return {
    async say(words) {
      const { rows } = await pool.query<{ said: unknown }>('select $1::jsonb as said, $2::text as note', [words, 'as it is']);
      return rows[0]?.said;
    },
    close: () => pool.end()
  };
}
