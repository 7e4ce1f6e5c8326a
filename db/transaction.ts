import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { PolicyNo } from '#lib/commerce/policies/obey.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Db, Tx } from './client.ts';
import type { OutboxSignal } from './outbox-signal.ts';
import { beginCommand, finishCommand } from './queries/idempotency.ts';
import { recordEvents } from './queries/outbox.ts';
import { insertPolicyRefusal } from './queries/policies.ts';
import { rethrowRefusal } from './refusals.ts';
import { retrying } from './retry.ts';

export type Recorder = (...events: CommerceEvent[]) => void;

type Place = { db: Db; outbox: OutboxSignal; now: () => Date };

/** Who acts and, for whatever creates something, the key that makes a second try the same act. */
export type CommandHead = {
  actor: Actor;
  /** `scope` names command and thing; `key` comes from the client; `hash` is that of the input. */
  once?: { scope: string; key: string; hash: string } | undefined;
};

/**
 * One business action, one transaction. What it records leaves only if it commits; relays are woken after that.
 * With `once`, a repeated key gives the first answer and does nothing; the same key with another input is refused.
 * `work` may run again after a deadlock or a lost connection, so it must touch nothing but `tx`.
 */
export async function inTransaction<T>(place: Place, head: CommandHead, work: (tx: Tx, record: Recorder) => Promise<T>): Promise<T> {
  const { answer, told } = await retrying(head.once !== undefined, async () => attemptOnce(place, head, work))
    .catch(rethrowRefusal)
    .catch(async (fault: unknown) => notingNo(place, head.actor, fault));
  if (told) place.outbox.wake();
  return answer;
}

async function attemptOnce<T>(place: Place, head: CommandHead, work: (tx: Tx, record: Recorder) => Promise<T>) {
  return place.db.transaction().execute(async (tx) => {
    const saved = head.once && (await beginCommand(tx, head.once));
    if (saved !== undefined) return { answer: saved as T, told: false };
    const events: CommerceEvent[] = [];
    const answer = await work(tx, (...recorded) => void events.push(...recorded));
    await recordEvents(tx, events, { actor: head.actor, at: place.now(), cause: head.once?.key ?? null });
    if (head.once) await finishCommand(tx, head.once, answer);
    return { answer, told: events.length > 0 };
  });
}

/** The same for what decides without a transaction and ends with one guarded write. */
export async function keepingNo<T>(place: Place, actor: Actor, work: () => Promise<T>): Promise<T> {
  return work().catch(async (fault: unknown) => notingNo(place, actor, fault));
}

/** What a policy said no to is kept, although all that led to it was undone. */
async function notingNo({ db, now }: Place, actor: Actor, fault: unknown): Promise<never> {
  if (isRefusal(fault) && fault.note) {
    await insertPolicyRefusal(db, { ...(fault.note as PolicyNo), code: fault.code, detail: fault.message, actor, at: now() });
  }
  throw fault;
}
