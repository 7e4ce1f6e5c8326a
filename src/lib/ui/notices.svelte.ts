/** Something that happened, said once: shown for a while and read out politely. It is never the only place that says it. */
export type Told = { id: number; text: string; action?: { label: string; run: () => void } };

const FOR_MS = 6000;
/** An action stays long enough to be reached: 8 s is what undo promises. */
const WITH_ACTION_MS = 8000;

let next = 0;
const told: Told[] = $state([]);

export function toldNow(): Told[] {
  return told;
}

/** Shows and reads out a sentence, with one thing that may be done about it. */
export function tell(text: string, action?: Told['action']): void {
  const id = (next += 1);
  told.push(action ? { id, text, action } : { id, text });
  setTimeout(() => forget(id), action ? WITH_ACTION_MS : FOR_MS);
}

export function forget(id: number): void {
  const at = told.findIndex((one) => one.id === id);
  if (at >= 0) told.splice(at, 1);
}
