import { setTimeout as sleep } from 'node:timers/promises';
import { dropTurn, endTurn } from '#lib/commerce/support/end-turn.server.ts';
import { takeTurn, type Taken } from '#lib/commerce/support/take-turn.server.ts';
import type { Asked } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Hosted } from './hosted.ts';
import type { OnPiece } from './listen.ts';
import { mindFor } from './mind.ts';
import { newRun } from './run.ts';
import { untilStopped } from './until-stopped.ts';

/**
 * `answered`: with a message of the assistant, this time or before. `nothing`: there was nothing to answer. `taken`: one of us has the talk and answers.
 * `busy`: another turn of it takes long; the page asks again.
 */
export type InTurn = { said: 'answered'; answerId: string } | { said: 'nothing' } | { said: 'taken' } | { said: 'busy' };

type Answering = { asked: Asked; hosted: Hosted | undefined; onPiece: OnPiece; stop?: AbortSignal | undefined };

/** Answers when it is our turn in that talk: whatever is said there by the assistant as an answer is made one after the other, whoever asks. */
export async function answeredInTurn(shop: Shop, asking: Asking, { asked, hosted, onPiece, stop }: Answering): Promise<InTurn> {
  const holder = shop.newId();
  const taken = await turnInLine(shop, asking, { asked, holder });
  if (taken.go === 'answered') return { said: 'answered', answerId: taken.answerId };
  if (taken.go !== 'answer') return { said: taken.go };
  const { turn } = taken;
  const run = newRun(shop, asking, stop);
  try {
    const mind = await mindFor(shop, asking, turn);
    const { reply, isStopped } = await untilStopped({ run, turn, mind, hosted, onPiece });
    const seq = turn.messages.at(-1)?.seq ?? 0;
    const answerId = await endTurn(shop, asking, { holder, key: asked.key, seq, reply, isStopped });
    return answerId === undefined ? { said: 'taken' } : { said: 'answered', answerId };
  } catch (fault) {
    await dropTurn(shop, { threadId: asking.threadId, holder, tokens: run.tokens });
    throw fault;
  }
}

const LOOK_EVERY_MS = 40;
/** Milliseconds of the real clock: longer than any turn that is not cut off. */
const WAIT_AT_MOST_MS = 25_000;

async function turnInLine(shop: Shop, asking: Asking, turn: { asked: Asked; holder: string }): Promise<Taken> {
  const until = performance.now() + WAIT_AT_MOST_MS;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other until it is our turn
    const taken = await takeTurn(shop, asking, turn);
    if (taken.go !== 'busy' || performance.now() > until) return taken;
    // oxlint-disable-next-line no-await-in-loop -- see above
    await sleep(LOOK_EVERY_MS);
  }
}
