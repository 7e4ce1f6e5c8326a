import { keptSlice } from './kept-till.ts';
import { reachShop } from './till-calls.ts';

/** How long what was scanned may wait before the till asks whether the shop is there at all, and how often it asks before it goes on. */
const PATIENCE_MS = 2_000;
const ASKS = 4;

/** Whether this till knows prices to go on with by itself. */
export const hasPrices = async (): Promise<boolean> => (await keptSlice().catch(() => undefined)) !== undefined;

/**
 * Waits for `landed`; false when the till has to go on without the shop. A network that is lost without a word never answers, and the
 * browser believes in it still. A slow shop says that it is there.
 */
export async function landsInTime(landed: Promise<boolean>): Promise<boolean> {
  for (let asks = 0; asks < ASKS; asks += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each question waits for the answer to the one before
    if (await Promise.race([landed, after(PATIENCE_MS)])) return true;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const reached = await Promise.race([landed, reachShop()]);
    if (reached === true) return true;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (reached === 'gone' && (await hasPrices())) return false;
  }
  // It is there, and this one question is stuck.
  return !(await hasPrices());
}

const after = async (ms: number): Promise<false> => new Promise((over) => setTimeout(() => over(false), ms));
