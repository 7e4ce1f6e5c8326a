// Loaded before a program that is measured: tells the benchmark what only the process itself knows. Without a channel it does nothing.

/** Statements by the request they were sent for ("POST carts/:/lines"), and those that belong to none, by their first words. */
export type Statements = { byRoute: Record<string, { requests: number; statements: number }>; beside: Record<string, number> };
export type Inside = { question: 'cpu' | 'statements'; cpuMs: number; statements?: Statements };

const COUNTED = Symbol.for('throughline.bench.statements');
const shared = globalThis as typeof globalThis & { [COUNTED]?: () => Statements };

/** Whoever counts in this process says so here. */
export function answerStatements(read: () => Statements): void {
  shared[COUNTED] = read;
}

if (process.send) {
  process.on('message', (message) => {
    const question = (message as Partial<Inside> | null)?.question;
    if (question !== 'cpu' && question !== 'statements') return;
    const { user, system } = process.cpuUsage();
    const statements = question === 'statements' ? shared[COUNTED]?.() : undefined;
    process.send?.({ question, cpuMs: (user + system) / 1_000, ...(statements && { statements }) } satisfies Inside);
  });
}
