import type { Answer } from '#realtime/protocol.ts';
import { jitter } from './socket.ts';

/** The server answers in milliseconds; after this it will not. */
export const ANSWER_WITHIN_MS = 5_000;
/** As long as the server counts what one connection says. */
const AGAIN_AFTER_MS = 10_000;

/** What was answered; undefined when nothing came, or a no that may be a yes later. */
export async function answered<Result>(asking: Promise<Answer<Result>>): Promise<Result | undefined> {
  try {
    const answer = await asking;
    return 'ok' in answer ? answer.ok : undefined;
  } catch {
    return undefined;
  }
}

export const later = (again: () => void): void => void setTimeout(again, jitter(AGAIN_AFTER_MS));

export const wait = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
