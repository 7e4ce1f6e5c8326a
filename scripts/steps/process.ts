import { constants } from 'node:os';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { undoList, type Undo } from './undo.ts';

type Manners = {
  /** Exit code when someone stops us; a service that is asked to stop has done nothing wrong. */
  whenStopped?: (signal: NodeJS.Signals) => number;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the work of one process and ends what it started, whether it returns, fails or is stopped: by a signal, or because
 * the process that started it is gone. Faults that people can mend are printed as one sentence.
 */
export async function runProcess(work: (undo: Undo) => Promise<number>, manners: Manners = {}): Promise<void> {
  const undo = undoList(complain);
  let stopping = false;

  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    await undo.all();
    process.exit(code);
  }

  for (const signal of SIGNALS) process.on(signal, () => void stop(manners.whenStopped?.(signal) ?? 0));
  process.on('disconnect', () => void stop(1));

  try {
    await stop(await work(undo));
  } catch (fault) {
    // While we stop, whatever was under way loses its database: that is no news.
    if (!stopping) complain(fault);
    await stop(1);
  }
}

/** The code shells give to a command that a signal ended. */
export function codeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

function complain(fault: unknown): void {
  process.stderr.write(`${inWords(fault)}\n`);
}

function inWords(fault: unknown): string {
  if (fault instanceof PlainTrouble) return fault.message;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
