import pg from 'pg';

const AGAIN_AFTER_MS = 1_000;

/** Hears the NOTIFY of other processes on a connection of its own (a pooler in transaction mode cannot carry it). */
export function listenToOutbox(connectionString: string, hear: () => void): () => Promise<void> {
  let stopped = false;
  let client: pg.Client;

  async function open(): Promise<void> {
    if (stopped) return;
    client = new pg.Client({ connectionString });
    client.on('notification', hear);
    client.on('error', () => undefined);
    client.once('end', () => setTimeout(() => void open(), AGAIN_AFTER_MS).unref());
    await client
      .connect()
      .then(() => client.query('listen outbox'))
      .catch(() => client.end());
  }

  void open();
  return async () => {
    stopped = true;
    await client.end().catch(() => undefined);
  };
}
