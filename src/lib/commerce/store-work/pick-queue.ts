import { isRefusal, type RefusalCode } from '#lib/kernel/refusal.ts';
import { lineScanned, type PickLine } from './pick.ts';

/** A unit that was scanned where no network was. `id` counts it once; `aside`: the shop will not have it, and why. */
export type KeptPick = { id: string; parcelId: string; code: string; aside: RefusalCode | null };

/** Where scans wait until they are answered, over reloads, in the order in which they were made. */
export type PickKeep = {
  all: () => Promise<KeptPick[]>;
  add: (pick: KeptPick) => Promise<void>;
  drop: (id: string) => Promise<void>;
  setAside: (id: string, code: RefusalCode) => Promise<void>;
};

/** Undefined when no answer came: then it is not known whether the shop has it. */
export type PickAnswer = { ok: true } | { refused: RefusalCode } | undefined;

/** Another try, perhaps by somebody else, may be taken. */
const NOT_NOW: readonly RefusalCode[] = ['sign-in-needed', 'forbidden', 'in-progress', 'too-many-requests'];

/** The lines with what was scanned here and is not sent yet: as they will be, unless somebody else was faster. */
export function linesWith(lines: readonly PickLine[], kept: readonly KeptPick[]): PickLine[] {
  return kept.reduce<PickLine[]>(
    (counted, { code, aside }) => {
      const line = aside === null ? scannedIn(counted, code) : undefined;
      return line && !('refused' in line) ? counted.map((one) => (one.id === line.id ? { ...one, picked: one.picked + 1 } : one)) : counted;
    },
    [...lines]
  );
}

/** What a scan counts for, by the list on the page: the wrong thing is refused without a network too. */
export function scannedIn(lines: readonly PickLine[], code: string): PickLine | { refused: RefusalCode; detail: string } {
  try {
    return lineScanned(lines, code);
  } catch (fault) {
    if (isRefusal(fault)) return { refused: fault.code, detail: fault.message };
    throw fault;
  }
}

/**
 * Brings scans to the shop, one at a time, the same one again until it is answered: each counts once by its id. One that is refused is set
 * aside and holds up no other. True when nothing waits any more.
 */
export function pickQueue(keep: PickKeep, send: (pick: KeptPick) => Promise<PickAnswer>): { settle: () => Promise<boolean> } {
  let settling: Promise<boolean> | undefined;

  async function settleAll(): Promise<boolean> {
    for (let next = await first(keep); next; next = await first(keep)) {
      const answer = await send(next);
      if (!answer || ('refused' in answer && NOT_NOW.includes(answer.refused))) return false;
      await ('ok' in answer ? keep.drop(next.id) : keep.setAside(next.id, answer.refused));
    }
    return true;
  }

  return { settle: async () => (settling ??= settleAll().finally(() => (settling = undefined))) };
}

async function first(keep: PickKeep): Promise<KeptPick | undefined> {
  return (await keep.all()).find(({ aside }) => aside === null);
}
