type Load = () => Promise<unknown>;

const HELD = Symbol.for('throughline.assistant');
const shared = globalThis as typeof globalThis & { [HELD]?: Load };

/** How this process loads the assistant. Said before the first page, so that pages, which are a bundle of their own, load no second one. */
export function holdAssistant(load: Load): void {
  shared[HELD] = load;
}

/** The assistant of this process; `own`: where nobody has said how, as in a process that is nothing but pages. */
export async function heldAssistant<Assistant>(own: () => Promise<Assistant>): Promise<Assistant> {
  return (shared[HELD] as typeof own | undefined)?.() ?? own();
}
