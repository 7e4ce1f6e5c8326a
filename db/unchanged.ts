import { retrying } from './retry.ts';

const ATTEMPTS = 20;

/**
 * One read, the decision, one guarded write, without a transaction around them. `attempt` answers undefined when what it had read
 * was changed before its write, and begins anew. The same act twice must be the same as once: a broken line runs it again.
 */
export async function untilUnchanged<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const answer = await retrying(true, attempt);
    if (answer !== undefined) return answer;
  }
  throw new Error(`changed by others ${ATTEMPTS} times in a row`);
}
