const SLOW = 1_000;

/** Prints what a step came to and how long it took; a step that takes longer says at once that it is under way. */
export async function step<T>(name: string, doing: string, work: () => Promise<{ says: string; value: T }>): Promise<T> {
  const began = performance.now();
  const underWay = setTimeout(() => say(`${name.padEnd(10)}${doing} …`), SLOW);
  try {
    const { says, value } = await work();
    say(`${name.padEnd(10)}${says} (${seconds(performance.now() - began)})`);
    return value;
  } finally {
    clearTimeout(underWay);
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
