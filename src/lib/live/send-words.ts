import { ANSWER_WITHIN_MS, answered } from './ask.ts';
import { connection } from './connection.svelte.ts';
import { liveSocket } from './socket.ts';

/** As long as the slowest answer takes. Milliseconds. */
const ANSWERED_WITHIN_MS = 35_000;

type Words = { threadId: string; orderKey: string | undefined; key: string; words: string };

/** Says it in a talk that has begun, and hears the answer as it is made. False when that did not go through: the form is sent then, with the same key. */
export async function sayLive(said: Words, onPiece: (text: string) => void): Promise<boolean> {
  if (!connection.up) return false;
  const socket = await liveSocket();
  const hear = (piece: { turn: string; text: string }) => void (piece.turn === said.key && onPiece(piece.text));
  socket.on('chat.piece', hear);
  try {
    const answer = await socket.timeout(ANSWERED_WITHIN_MS).emitWithAck('chat.say', said);
    return 'ok' in answer && answer.ok.said !== 'busy';
  } catch {
    return false;
  } finally {
    socket.off('chat.piece', hear);
  }
}

/** Wants to hear no more of the answer to it; what was said until then comes as the answer. False for one that was there already. */
export async function stopLive(key: string): Promise<boolean> {
  const socket = await liveSocket();
  const answer = await answered<{ isStopped: boolean }>(socket.timeout(ANSWER_WITHIN_MS).emitWithAck('chat.stop', { key }));
  return answer?.isStopped ?? false;
}

/** The same form as without a script: its answer, to be read by the page. */
export async function postForm(address: string, fields: Record<string, string>): Promise<string> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(address, { method: 'POST', body, headers: { 'x-sveltekit-action': 'true' } });
  return answer.text();
}
