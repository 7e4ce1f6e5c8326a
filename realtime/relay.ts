import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '#db/client.ts';
import { LeaseLost } from '#db/queries/leases.ts';
import { countFailure, handOver, takeAway, tryAgainWhatWasSetAside, waitingInOutbox, type Waiting } from '#db/queries/outbox.ts';
import type { Shop } from '#lib/server/shop.ts';
import { jobsOf } from './follow-ups.ts';
import type { Job } from './work.ts';
import { keptLease, type KeptLease } from './kept-lease.ts';
import { loop } from './loop.ts';
import { roomsOf } from './rooms.ts';

export type Outlets = {
  /** Tells every process in which rooms something happened. */
  tellPages: (rooms: string[]) => Promise<void>;
  /** Writes jobs down in the relay's own transaction. */
  enqueue: (tx: Tx, jobs: Job[]) => Promise<void>;
};

export type Relay = {
  lease: KeptLease;
  /** Topics that failed a moment ago, and until when (monotonic milliseconds) they wait. */
  resting: Map<string, number>;
  /** The token under which we last looked at what an earlier relay set aside. */
  lookedAsideAt: number | undefined;
};

const POLL_MS = 250;
/** Between two rounds while a few facts at a time keep coming: the next one then moves more of them at once. */
const BREATH_MS = 40;
const LEASE_SECONDS = 5;
const BATCH = 200;
const TRIES = 5;
const FIRST_REST_MS = 500;

/**
 * Moves facts from the outbox to pages and jobs. Safe to start in every process: one of them holds the lease.
 * The poll is the truth; being woken only hurries it.
 */
export function startRelay(shop: Shop, outlets: Outlets): { stop: () => Promise<void> } {
  const relay = newRelay(shop);
  let holds = false;

  let busy = false;

  async function turn(): Promise<number> {
    if (busy) await sleep(BREATH_MS);
    const moved = await relayOnce(shop, outlets, relay).catch((fault: unknown) => {
      if (fault instanceof LeaseLost) return undefined;
      throw fault;
    });
    holds = moved !== undefined;
    busy = moved !== undefined && moved > 0 && moved < BATCH;
    return moved ? 0 : POLL_MS;
  }

  const turning = loop(turn, shop.report);
  // Whoever does not hold the lease has nothing to hurry for, and whoever does is the only one who could.
  const forget = shop.outbox.onWake(() => {
    if (holds) turning.wake();
    return holds;
  });
  return {
    async stop() {
      forget();
      await turning.stop();
      await relay.lease.drop().catch(shop.report);
    }
  };
}

export const newRelay = (shop: Pick<Shop, 'db' | 'newId'>): Relay => ({
  lease: keptLease(shop, 'relay', LEASE_SECONDS),
  resting: new Map(),
  lookedAsideAt: undefined
});

/**
 * One round: how many facts were moved, or undefined while another relay holds the lease.
 * Pages hear before the facts are taken away, so a crash in between repeats a word (harmless: pages read for themselves)
 * and never loses one. Jobs are written in the step that takes the facts away, so each is handed over once.
 * @throws LeaseLost when another relay took over meanwhile: then nothing was taken away
 */
export async function relayOnce(shop: Shop, outlets: Outlets, relay: Relay): Promise<number | undefined> {
  const token = await relay.lease.token();
  if (token === undefined) return undefined;
  if (relay.lookedAsideAt !== token) await tryAgainWhatWasSetAside(shop.db);
  relay.lookedAsideAt = token;

  const waiting = await waitingInOutbox(shop.db, BATCH, stillResting(relay.resting));
  if (waiting.length === 0) return 0;
  const rooms = roomsOf(waiting.map((fact) => fact.event));
  if (rooms.length > 0) await outlets.tellPages(rooms);
  try {
    return await together(shop, outlets, { token, waiting });
  } catch (fault) {
    if (fault instanceof LeaseLost) {
      relay.lease.doubt();
      throw fault;
    }
    return oneByOne(shop, outlets, { relay, token, waiting });
  }
}

type Round = { token: number; waiting: Waiting[] };

async function together(shop: Shop, outlets: Outlets, { token, waiting }: Round): Promise<number> {
  const jobs = waiting.flatMap((fact) => jobsOf(fact.event));
  const told = { positions: waiting.map((fact) => fact.position), token };
  await (jobs.length > 0 ? handOver(shop.db, told, async (tx) => outlets.enqueue(tx, jobs)) : takeAway(shop.db, told));
  return waiting.length;
}

/** One of the batch spoils it for all: each on its own now, in order, and behind a faulty one only its own topic waits. */
async function oneByOne(shop: Shop, outlets: Outlets, { relay, token, waiting }: Round & { relay: Relay }): Promise<number> {
  let moved = 0;
  for (const fact of waiting) {
    if (relay.resting.has(fact.topic)) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- in order is the point
      moved += await together(shop, outlets, { token, waiting: [fact] });
    } catch (fault) {
      if (fault instanceof LeaseLost) throw fault;
      // oxlint-disable-next-line no-await-in-loop -- counted before the next one is tried; throws when the database itself is gone
      await noteFailure(shop, relay, { fact, fault });
    }
  }
  return moved;
}

async function noteFailure(shop: Shop, { resting }: Relay, { fact, fault }: { fact: Waiting; fault: unknown }): Promise<void> {
  const { setAside } = await countFailure(shop.db, fact.position, TRIES);
  resting.set(fact.topic, performance.now() + FIRST_REST_MS * 2 ** fact.attempts);
  if (!setAside) return;
  shop.report(new Error(`relay: ${fact.event.type} of ${fact.topic} was set aside; its topic waits for a person`, { cause: fault }));
}

function stillResting(resting: Map<string, number>): string[] {
  const now = performance.now();
  for (const [topic, until] of resting) if (until <= now) resting.delete(topic);
  return [...resting.keys()];
}
