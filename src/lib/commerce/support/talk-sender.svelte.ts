import { sayLive } from '#lib/live/send-words.ts';

/** What the page knows and can do at this moment. `post`: by the form; what is wrong, or undefined. `reload`: reads the talk anew. */
export type SenderAt = {
  /** Of a talk that is heard over the socket. */
  threadId: string | undefined;
  orderKey: string | undefined;
  post: (fields: Record<string, string>) => Promise<string | undefined>;
  reload: () => Promise<void>;
};

/** Sends what is typed without loading the page, shows it at once, and the answer while it is made. */
export function talkSender(at: () => SenderAt) {
  let sent = $state<string>();
  let piece = $state('');
  let problem = $state<string>();

  async function give(words: string): Promise<string | undefined> {
    const { threadId, orderKey, post, reload } = at();
    const key = crypto.randomUUID();
    const isSaid = threadId !== undefined && (await sayLive({ threadId, orderKey, key, words }, (text) => void (piece += text)));
    const wrong = isSaid ? undefined : await post({ words, key, ...(orderKey !== undefined && { order: orderKey }) });
    await reload();
    return wrong;
  }

  return {
    /** Whether it was taken; what was not stays with whoever typed it. */
    async send(words: string): Promise<boolean> {
      if (sent !== undefined) return false;
      [sent, piece, problem] = [words.trim(), '', undefined];
      problem = await give(sent).catch(() => 'That did not reach us. Look at your network and send it again.');
      sent = undefined;
      return problem === undefined;
    },
    get sent() {
      return sent;
    },
    get piece() {
      return piece;
    },
    get problem() {
      return problem;
    },
    get busy() {
      return sent !== undefined;
    }
  };
}
