import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from './client.ts';
import type { OutboxSignal } from './outbox-signal.ts';
import { beginCommand, finishCommand } from './queries/idempotency.ts';
import { recordEvents } from './queries/outbox.ts';
import { rethrowRefusal } from './refusals.ts';

export type Recorder = (...events: CommerceEvent[]) => void;

type Place = { db: Db; outbox: OutboxSignal; now: () => Date };

/** Who acts and, for whatever creates something, the key that makes a second try the same act. */
export type CommandHead = {
  actor: Actor;
  /** `scope` names command and thing; `key` comes from the client; `hash` is that of the input. */
  once?: { scope: string; key: string; hash: string } | undefined;
};

const ATTEMPTS = 5;
const AGAIN = new Set(['40001', '40P01', '57P01', '08000', '08003', '08006']);

/**
 * One business action, one transaction. What it records leaves only if it commits; relays are woken after that.
 * With `once`, a repeated key gives the first answer and does nothing; the same key with another input is refused.
 * `work` may run again after a deadlock or a lost connection, so it must touch nothing but `tx`.
 */
export async function inTransaction<T>(place: Place, head: CommandHead, work: (tx: Tx, record: Recorder) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { answer, told } = await attemptOnce(place, head, work);
      if (told) place.outbox.wake();
      return answer;
    } catch (fault) {
      if (attempt === ATTEMPTS || !mayTryAgain(fault, head)) rethrowRefusal(fault);
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 * (1 + (attempt % 2))));
    }
  }
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

/** A deadlock undid everything; a lost connection may have committed, so only a keyed command is safe to repeat. */
function mayTryAgain(fault: unknown, head: CommandHead): boolean {
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault ? String(fault.code) : '';
  if (code === '40001' || code === '40P01') return true;
  const lost = AGAIN.has(code) || code === 'ECONNRESET' || /Connection terminated/.test(fault.message);
  return lost && head.once !== undefined;
}
