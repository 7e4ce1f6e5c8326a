import type { IncomingMessage } from 'node:http';
import { MOST_WEBHOOK_BYTES } from './read-body.ts';

/**
 * The body of a request in one piece, read when somebody asks for it, and no further than any of our endpoints goes. The iterator that
 * a stream brings costs more than all the rest of reading a short body.
 */
export async function* inOnePiece(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  yield await collected(request);
}

async function collected(request: IncomingMessage): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const pieces: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): void => {
    pieces.push(piece);
    size += piece.length;
    if (size > MOST_WEBHOOK_BYTES) stop();
  };
  function stop(): void {
    request.off('data', take).pause();
    resolve(Buffer.concat(pieces));
  }
  request.on('error', reject).on('end', stop).on('data', take);
  return promise;
}
