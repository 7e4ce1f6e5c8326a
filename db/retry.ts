import { isOutdated } from './prepared.ts';

const ATTEMPTS = 5;
/** The transaction was undone: to run it again is always right. */
const UNDONE = new Set(['40001', '40P01']);
/** The line broke: the work may be done, and only its key can tell. */
const CUT = new Set(['57P01', '57P02', '08000', '08003', '08006', 'ECONNRESET', 'EPIPE']);

/**
 * Runs work on the database again after a conflict, and after a broken line if a key makes the second run the same act.
 * Five times at most, each a little later and not in step with others.
 */
export async function retrying<T>(isKeyed: boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (fault) {
      if (attempt === ATTEMPTS || !(isUndone(fault) || (isKeyed && isCut(fault)))) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 5 * (0.5 + Math.random())));
    }
  }
}

const codeOf = (fault: unknown): string => (fault instanceof Error && 'code' in fault ? String(fault.code) : '');
const isUndone = (fault: unknown): boolean => UNDONE.has(codeOf(fault)) || isOutdated(fault);
const isCut = (fault: unknown): boolean =>
  CUT.has(codeOf(fault)) || (fault instanceof Error && fault.message.startsWith('Connection terminated'));
