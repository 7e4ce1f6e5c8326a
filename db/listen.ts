import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Channel by channel, what to do with the payload of a NOTIFY (empty when it was bare). */
export type Ears = Record<string, (payload: string) => void>;

/** How the connection is called in the server's list of them. */
export const EARS = 'throughline ears';

const AGAIN_AFTER_MS = 1_000;
const PULSE_MS = 5_000;
const ANSWER_WITHIN_MS = 3_000;

/**
 * Hears the NOTIFY of all processes on a connection of its own (a pooler in transaction mode cannot carry it),
 * and opens another when that one dies or only seems to live. What was said meanwhile is lost, so `onListening`
 * is called each time the ears are open again: whoever must not miss anything asks for the present state there.
 */
export function listen(connectionString: string, ears: Ears, onListening: () => void = () => undefined): () => Promise<void> {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await oneConnection(connectionString, { ears, onListening, signal: stopping.signal }).catch(() => undefined);
      await sleep(AGAIN_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const finished = run();
  return async () => {
    stopping.abort();
    await finished;
  };
}

type Hearing = { ears: Ears; onListening: () => void; signal: AbortSignal };

/** Ends when the connection ends, or when `signal` says so. */
async function oneConnection(connectionString: string, { ears, onListening, signal }: Hearing): Promise<void> {
  const gone = Promise.withResolvers<void>();
  const client = new pg.Client({
    connectionString,
    application_name: EARS,
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS
  });
  client.on('notification', ({ channel, payload }) => ears[channel]?.(payload ?? ''));
  client.on('error', () => gone.resolve());
  client.once('end', () => gone.resolve());
  signal.addEventListener('abort', () => gone.resolve(), { once: true });

  let pulse: NodeJS.Timeout | undefined;
  try {
    await client.connect();
    await client.query(
      Object.keys(ears)
        .map((channel) => `listen ${client.escapeIdentifier(channel)}`)
        .join('; ')
    );
    onListening();
    // A line that was cut without a word looks alive for minutes: only a question finds out.
    pulse = setInterval(() => void client.query('select 1').catch(() => gone.resolve()), PULSE_MS);
    await gone.promise;
  } finally {
    clearInterval(pulse);
    // Not waited for: over a dead line there is no goodbye.
    void client.end().catch(() => undefined);
  }
}
