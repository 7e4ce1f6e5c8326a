import { setTimeout as pause } from 'node:timers/promises';

/** What a first turn needs, in parts: while one of them is loaded nothing else is done in this process. What others stand on comes first. */
const parts: readonly (() => Promise<unknown>)[] = [
  async () => import('@langchain/core/messages'),
  async () => import('@langchain/core/language_models/chat_models'),
  async () => import('@langchain/langgraph'),
  async () => import('langchain'),
  async () => import('./tools/all-tools.ts'),
  async () => import('./conversation/graph.ts'),
  async () => (await import('./conversation/mind.ts')).trainedModel(),
  async () => import('./assistant.ts')
];

/** Before each part whoever waits for a page gets it. */
const REST_MS = 50;

/** Loads the assistant before anybody asks it something, so that the first who does waits no longer than all others. @returns how many parts it came to */
export async function warmUp(signal: AbortSignal): Promise<number> {
  for (const [at, load] of parts.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, with the rest of the house in between
    await pause(REST_MS, undefined, { ref: false });
    if (signal.aborted) return at;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await load();
  }
  return parts.length;
}
