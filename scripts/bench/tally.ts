export type Tally = {
  /** Notes a fault in words and goes on. */
  note: (fault: unknown) => void;
  read: () => { count: number; first: string[] };
};

const SHOWN = 5;
const LONGEST = 300;

/** Counts what went wrong and remembers the first few of it. */
export function tally(): Tally {
  const first: string[] = [];
  let count = 0;
  return {
    note(fault) {
      count += 1;
      if (first.length < SHOWN) first.push((fault instanceof Error ? fault.message : String(fault)).slice(0, LONGEST));
    },
    read: () => ({ count, first: [...first] })
  };
}
