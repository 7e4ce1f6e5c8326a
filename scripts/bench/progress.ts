/** What we are doing, beside the figures and never among them. */
export function note(line: string): void {
  process.stderr.write(`… ${line}\n`);
}
