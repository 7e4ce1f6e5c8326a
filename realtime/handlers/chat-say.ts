import * as z from 'zod';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { askingOf, markOf, whoTalks, type Talking } from '#lib/server/asking.ts';
import { countMessage } from '#lib/server/message-limit.ts';
import { talkingAtScreen } from '#lib/server/talk-at-screen.ts';
import { answering, type Live } from '../answering.ts';

/** More than is kept, so that whoever pastes too much is answered and not refused. */
const LONGEST = 24_000;

const Key = z.string().max(100).optional();
const Said = z.strictObject({
  threadId: z.uuid().optional(),
  orderKey: Key,
  cartKey: Key,
  mark: Key,
  key: z.uuid(),
  words: z.string().min(1).max(LONGEST)
});

type Where = Omit<z.output<typeof Said>, 'key' | 'words'>;

const Stopped = z.strictObject({ key: z.uuid() });

/**
 * What a shopper says in their own talk, or at a screen that has it in hand, and its answer. While it is made its sentences come one by one to this page alone; what holds is the message
 * in the talk, of which every page hears. Whoever asked on this page, and nobody else, may stop it: what was said until then is the message.
 */
export function chatSay({ shop, socket }: Live): void {
  const underWay = new Map<string, AbortController>();

  /** A page that was made for somebody else than whom this socket was opened as is told so, before anything is said in the wrong talk. */
  async function talking({ cartKey, mark, ...meant }: Where): Promise<Talking> {
    const own = { ...socket.data, ...meant };
    const at = cartKey === undefined ? own : await talkingAtScreen(shop, own, cartKey);
    if (mark !== undefined && mark !== markOf(shop, whoTalks(shop, at))) refuse('invalid', 'mark');
    return at;
  }

  const say = answering(shop, Said, async ({ key, words, ...where }) => {
    const stopping = new AbortController();
    underWay.set(key, stopping);
    try {
      const meant = await talking(where);
      await countMessage(shop, meant, socket.data.address);
      const asking = await askingOf(shop, meant);
      const { messageId, seq } = await sayInTalk(shop, asking, { key, words });
      // Heavy to load, and most pages never talk.
      const { answerTurn } = await import('#agents/assistant.ts');
      const piece = { threadId: asking.threadId, turn: key };
      const onPiece = (text: string) => void socket.emit('chat.piece', { ...piece, text });
      const { said } = await answerTurn(shop, asking, { messageId }, { onPiece, stop: stopping.signal });
      return { threadId: asking.threadId, messageId, seq, said };
    } finally {
      underWay.delete(key);
    }
  });
  const stop = answering(shop, Stopped, async ({ key }) => {
    const stopping = underWay.get(key);
    stopping?.abort();
    return { isStopped: stopping !== undefined };
  });
  socket.on('chat.say', say).on('chat.stop', stop);
}
