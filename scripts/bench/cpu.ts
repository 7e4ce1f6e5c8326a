import { readdirSync, readFileSync } from 'node:fs';

// The clock of /proc ticks a hundred times a second on every Linux that Node runs on.
const TICK_MS = 10;

/**
 * Begins to count the CPU time of everyone but us: the process `ours` and all it started, the database too.
 * The answer is in cores, as a mean since then; null where there is no /proc.
 */
export function watchOthers(ours: number = process.pid): () => number | null {
  const began = performance.now();
  const before = othersMs(ours);
  return () => {
    const now = othersMs(ours);
    if (before === null || now === null) return null;
    return Math.max(0, now - before) / (performance.now() - began);
  };
}

function othersMs(ours: number): number | null {
  try {
    return busyMs() - treeMs(ours);
  } catch {
    return null;
  }
}

/** Of the whole machine since it started: user, nice, system, irq, softirq and what other guests of the host took. */
function busyMs(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = first.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK_MS;
}

type Stat = { parent: number; ms: number };

/** Of a process with its children and the children that have ended. */
function treeMs(root: number): number {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid): [number, Stat][] => {
        const stat = statOf(pid);
        return stat ? [[Number(pid), stat]] : [];
      })
  );
  const isOurs = (pid: number): boolean => pid === root || (stats.has(pid) && isOurs(stats.get(pid)?.parent ?? 0));
  return [...stats].reduce((sum, [pid, { ms }]) => (isOurs(pid) ? sum + ms : sum), 0);
}

function statOf(pid: string): Stat | undefined {
  try {
    // The name of the program stands in brackets and may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ms: ticks * TICK_MS };
  } catch {
    return undefined; // It ended while we looked.
  }
}
