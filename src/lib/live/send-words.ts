import { ANSWER_WITHIN_MS, answered, wait } from './ask.ts';
import { connection } from './connection.svelte.ts';
import { liveSocket, openAnew, type LiveSocket } from './socket.ts';

/** As long as the slowest answer takes. Milliseconds. */
const ANSWERED_WITHIN_MS = 35_000;

/** A page that has just been opened may speak before its line stands. Milliseconds. */
const STANDS_WITHIN_MS = 1_500;

/** `threadId`: of a talk that has begun. `mark`: for whom the page was made. */
export type Words = {
  threadId: string | undefined;
  orderKey: string | undefined;
  cartKey: string | undefined;
  mark: string;
  key: string;
  words: string;
};

/** Says it, and hears the answer as it is made. False when that did not go through: the form is sent then, with the same key. */
export async function sayLive(said: Words, onPiece: (text: string) => void): Promise<boolean> {
  if (!(await stands())) return false;
  const socket = await liveSocket();
  const hear = (piece: { turn: string; text: string }) => void (piece.turn === said.key && onPiece(piece.text));
  socket.on('chat.piece', hear);
  try {
    let answer = await asked(socket, said);
    // It was opened before this browser had the cookie that its talk hangs on, or as somebody else: opened anew it brings what holds now.
    if ('refused' in answer && answer.refused === 'invalid' && (await opensAnew(socket))) answer = await asked(socket, said);
    return 'ok' in answer && answer.ok.said !== 'busy';
  } catch {
    return false;
  } finally {
    socket.off('chat.piece', hear);
  }
}

const asked = async (socket: LiveSocket, said: Words) => socket.timeout(ANSWERED_WITHIN_MS).emitWithAck('chat.say', said);

async function stands(): Promise<boolean> {
  // Lost is lost: nobody waits for that.
  if (connection.up || connection.lostSince !== undefined) return connection.up;
  await Promise.race([liveSocket().then(connected), wait(STANDS_WITHIN_MS)]);
  return connection.up;
}

async function opensAnew(socket: LiveSocket): Promise<boolean> {
  await openAnew();
  await Promise.race([connected(socket), wait(STANDS_WITHIN_MS)]);
  return socket.connected;
}

async function connected(socket: LiveSocket): Promise<void> {
  if (!socket.connected) await new Promise<void>((up) => socket.once('connect', () => up()));
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
