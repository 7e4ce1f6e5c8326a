/** No piece of an answer has come for so long: whoever waits for it is answered by somebody else. */
const PATIENCE_MS = 3_000;
/** However much it says: a turn is a few sentences. */
const LONGEST_MS = 20_000;

/** A model that has said nothing for too long, or went on for too long. */
export class SilentModel extends Error {
  override name = 'SilentModel';
}

/** A fetch that gives up when nothing comes: neither the beginning of an answer nor its next piece. A model that hangs is not waited for. */
export const impatientFetch: typeof fetch = async (input, init) => {
  const silence = new AbortController();
  const giveUp = (): void => silence.abort(new SilentModel('the model is silent'));
  const longest = setTimeout(giveUp, LONGEST_MS).unref();
  let next = setTimeout(giveUp, PATIENCE_MS);
  const heard = (): void => {
    clearTimeout(next);
    next = setTimeout(giveUp, PATIENCE_MS).unref();
  };
  const over = (): void => {
    clearTimeout(next);
    clearTimeout(longest);
  };
  try {
    const signal = init?.signal ? AbortSignal.any([init.signal, silence.signal]) : silence.signal;
    const response = await fetch(input, { ...init, signal });
    heard();
    if (!response.body) {
      over();
      return response;
    }
    const watched = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        heard();
        controller.enqueue(piece);
      },
      flush: over
    });
    return new Response(response.body.pipeThrough(watched), response);
  } catch (fault) {
    over();
    throw fault;
  }
};
