import type { KeptPick, PickAnswer, PickKeep } from '#lib/commerce/store-work/pick-queue.ts';
import { keptDatabase } from './kept-database.ts';

const PICKS = 'picks';
const PATIENCE_MS = 10_000;

/** A scan is a thing that somebody holds in their hand. */
const during = keptDatabase('work', {
  stores: [PICKS],
  durability: 'strict',
  make: (database) => void database.createObjectStore(PICKS, { autoIncrement: true }).createIndex('id', 'id', { unique: true })
});

/** The scans of this browser until they are answered. Each step fails where a browser keeps nothing. */
export function keptPicks(): PickKeep {
  return {
    all: async () => during<KeptPick[]>('readonly', (at) => at.objectStore(PICKS).getAll()),
    add: async (pick) => void (await during('readwrite', (at) => at.objectStore(PICKS).add(pick))),
    drop: async (id) => change(id, (cursor) => void cursor.delete()),
    setAside: async (id, aside) => change(id, (cursor) => void cursor.update({ ...(cursor.value as KeptPick), aside }))
  };
}

async function change(id: string, act: (cursor: IDBCursorWithValue) => void): Promise<void> {
  await during('readwrite', (at) => {
    const found = at.objectStore(PICKS).index('id').openCursor(id);
    found.addEventListener('success', () => found.result && act(found.result));
  });
}

/** No answer is none: the same scan is sent again with the same id. */
export async function sendPick({ id, parcelId, code }: KeptPick): Promise<PickAnswer> {
  try {
    const response = await fetch(`/work/${parcelId}/picks`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: id, code }),
      signal: AbortSignal.timeout(PATIENCE_MS)
    });
    if (response.type === 'opaqueredirect') return { refused: 'sign-in-needed' };
    return response.ok ? ((await response.json()) as PickAnswer) : undefined;
  } catch {
    return undefined;
  }
}
