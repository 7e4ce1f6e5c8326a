import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startPages, type Audience, type News, type Pages } from './pages.ts';
import type { PresentState } from './present-state.ts';

const at = '2026-11-25T05:00:00.000Z';

/** Pages that watch a few rooms, over a shop whose present state is set by hand. */
function aWorld(...watched: string[]) {
  const rooms = new Set(watched);
  const versions = new Map<string, number>();
  const heard: { room: string; version: number; at: number }[] = [];
  const faults: unknown[] = [];
  const reads: string[][] = [];
  let down = false;
  const present: PresentState = {
    async stock(ids) {
      if (down) throw new Error('no database');
      reads.push(ids);
      return ids.flatMap((variantId) => {
        const version = versions.get(variantId);
        return version === undefined ? [] : [{ variantId, version, available: 1, nodes: [], at }];
      });
    },
    carts: async () => [],
    consents: async () => [],
    work: async () => [],
    returns: async () => [],
    talks: async () => [],
    talkDesk: async () => [],
    queues: async () => [],
    orders: async (ids) => ids.map((orderId) => ({ orderId, version: versions.get(orderId) ?? 1, at }))
  };
  const audience: Audience = {
    rooms: () => [...rooms, 'a-connection-of-its-own'],
    isWatched: (room) => rooms.has(room),
    tell: async (room, { message }: News) => void heard.push({ room, version: message.version, at: performance.now() })
  };
  const pages: Pages = startPages(audience, present, (fault) => faults.push(fault), { apartMs: 250, refreshMs: 8_000 });
  return {
    pages,
    heard,
    faults,
    reads,
    rooms,
    versionsHeard: () => heard.map((one) => one.version),
    change: (id: string, room = `variant:${id}`) => {
      versions.set(id, (versions.get(id) ?? 0) + 1);
      pages.touch([room]);
    },
    changeUnheard: (id: string) => void versions.set(id, (versions.get(id) ?? 0) + 1),
    breakDown: (broken: boolean) => void (down = broken)
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first change is told at once, and what follows within a quarter of a second as one message with the last state', async () => {
  const { change, pages, versionsHeard } = aWorld('variant:bowl');
  await vi.advanceTimersByTimeAsync(0);
  change('bowl');
  await vi.advanceTimersByTimeAsync(1);
  expect(versionsHeard()).toEqual([1]);
  for (let i = 0; i < 50; i++) {
    change('bowl');
    await vi.advanceTimersByTimeAsync(2);
  }
  expect(versionsHeard()).toEqual([1]);
  await vi.advanceTimersByTimeAsync(250);
  expect(versionsHeard()).toEqual([1, 51]);
  await pages.stop();
});

test('whatever the write rate, a room hears at most four times a second, and the last state in the end', async () => {
  const { change, heard, pages } = aWorld('variant:bowl');
  for (let i = 0; i < 2_000; i++) {
    change('bowl');
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(300);
  for (const one of heard) expect(heard.filter((other) => other.at >= one.at && other.at < one.at + 1_000).length).toBeLessThanOrEqual(4);
  expect(heard.at(-1)?.version).toBe(2_000);
  await pages.stop();
});

test('rooms that nobody here watches cost nothing, and many that somebody does cost one read', async () => {
  const { heard, pages, reads, change } = aWorld('variant:bowl', 'variant:lamp');
  change('rug');
  await vi.advanceTimersByTimeAsync(10);
  expect(reads).toEqual([]);
  change('bowl');
  change('lamp');
  await vi.advanceTimersByTimeAsync(10);
  expect(reads).toEqual([['bowl', 'lamp']]);
  expect(heard.map((one) => one.room)).toEqual(['variant:bowl', 'variant:lamp']);
  await pages.stop();
});

test('a word that came twice, or came when nothing is newer, is not passed on', async () => {
  const { change, heard, pages } = aWorld('order:7');
  change('7', 'order:7');
  await vi.advanceTimersByTimeAsync(1_000);
  pages.touch(['order:7', 'order:7']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toHaveLength(1);
  await pages.stop();
});

test('a change of which no word came through is told within eight seconds, or as soon as the ears are open again', async () => {
  const { changeUnheard, pages, versionsHeard } = aWorld('variant:bowl');
  changeUnheard('bowl');
  await vi.advanceTimersByTimeAsync(8_300);
  expect(versionsHeard()).toEqual([1]);
  changeUnheard('bowl');
  pages.refresh();
  await vi.advanceTimersByTimeAsync(300);
  expect(versionsHeard()).toEqual([1, 2]);
  await pages.stop();
});

test('what could not be read is read when the database is back, without a new word, and the trouble is told once', async () => {
  const { breakDown, change, faults, pages, versionsHeard } = aWorld('variant:bowl');
  breakDown(true);
  change('bowl');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(versionsHeard()).toEqual([]);
  expect(faults).toHaveLength(1);
  breakDown(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(versionsHeard()).toEqual([1]);
  await pages.stop();
});

test('a room that emptied is forgotten: whoever comes later is told from the beginning', async () => {
  const { change, heard, pages, rooms } = aWorld('variant:bowl');
  change('bowl');
  await vi.advanceTimersByTimeAsync(300);
  rooms.delete('variant:bowl');
  pages.forget('variant:bowl');
  rooms.add('variant:bowl');
  pages.touch(['variant:bowl']);
  await vi.advanceTimersByTimeAsync(300);
  expect(heard.map((one) => one.version)).toEqual([1, 1]);
  await pages.stop();
});
