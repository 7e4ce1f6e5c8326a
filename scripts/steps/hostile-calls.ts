import { PlainTrouble } from '#db/plain-trouble.ts';

/** In fewer it is not certain that whatever may be done is done once, and a run in which nothing is done says nothing. */
export const LEAST_CALLS = 300;

/** @throws PlainTrouble what `--calls` has to be, for what was given as it */
export function hostileCalls(given: string, example: string): string {
  if (!/^\d{1,9}$/.test(given)) throw new PlainTrouble(`--calls is a whole number, as in: ${example}`);
  if (Number(given) < LEAST_CALLS) {
    throw new PlainTrouble(
      `--calls is ${LEAST_CALLS} or more: in fewer, too little of what may be done is done for the run to say anything.`
    );
  }
  return given;
}
