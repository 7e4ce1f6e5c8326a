/**
 * A fault that the person at the machine can mend: a taken port, a server that does not answer, a setting that is missing.
 * The message is one sentence written for them, and whoever starts a process prints it without a stack.
 */
export class PlainTrouble extends Error {
  override name = 'PlainTrouble';
}
