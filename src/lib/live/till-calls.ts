import type { Answered } from '#lib/commerce/stock/till-queue.ts';
import type { TillSale, TillSlice } from '#lib/commerce/stock/till-sale.ts';

/** A till that waits longer for an answer has no network, whatever its browser says. */
const PATIENCE_MS = 5_000;
const SEND_PATIENCE_MS = 10_000;

export type Reach = 'there' | 'gone' | 'signed-out';

/** Whether the shop answers just now. Whoever is not signed in is sent to the door, which is seen and not followed. */
export async function reachShop(): Promise<Reach> {
  try {
    const response = await fetch('/till/reach', { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.type === 'opaqueredirect') return 'signed-out';
    return response.ok ? 'there' : 'gone';
  } catch {
    return 'gone';
  }
}

/** Undefined when it cannot be had. */
export async function fetchSlice(): Promise<TillSlice | undefined> {
  try {
    const response = await fetch('/till/catalogue', { redirect: 'manual', cache: 'no-store' });
    if (!response.ok) return undefined;
    const slice = (await response.json()) as Omit<TillSlice, 'aheadMs'>;
    return { ...slice, aheadMs: Date.now() - Date.parse(slice.at) };
  } catch {
    return undefined;
  }
}

/** No answer is none: the same sale is sent again with the same key. */
export async function sendSale(sale: TillSale): Promise<Answered> {
  try {
    const response = await fetch('/till/sales', {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sale),
      signal: AbortSignal.timeout(SEND_PATIENCE_MS)
    });
    if (response.type === 'opaqueredirect') return { refused: 'sign-in-needed' };
    return response.ok ? ((await response.json()) as Answered) : undefined;
  } catch {
    return undefined;
  }
}
