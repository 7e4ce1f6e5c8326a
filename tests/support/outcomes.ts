/** How often each thing became of what was tried. */
export type Outcomes = Map<string, number>;

export function addOutcomes(all: Outcomes, more: ReadonlyMap<string, number>): void {
  for (const [what, times] of more) all.set(what, (all.get(what) ?? 0) + times);
}

/** For whoever asks with TELL: a line for each, sorted. */
export function tellOutcomes(all: Outcomes): void {
  if (!process.env['TELL']) return;
  console.log(
    [...all]
      .map((one) => one.join(': '))
      .toSorted()
      .join('\n')
  );
}
