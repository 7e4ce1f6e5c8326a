import { sayLive, stopLive, type Words } from '#lib/live/send-words.ts';

/** What the page knows and can do at this moment. `post`: by the form; what is wrong, or undefined. `reload`: reads the talk anew. */
export type SenderAt = Pick<Words, 'threadId' | 'orderKey' | 'cartKey' | 'mark'> & {
  post: (fields: Record<string, string>) => Promise<string | undefined>;
  reload: () => Promise<void>;
};

/** Sends what is typed without loading the page, shows it at once, and the answer while it is made. */
export function talkSender(at: () => SenderAt) {
  let sent = $state<string>();
  let piece = $state('');
  let problem = $state<string>();
  /** Of what is being answered over the socket, and so can be stopped. */
  let live = $state<string>();
  let isStopped = $state(false);

  async function give(words: string): Promise<string | undefined> {
    const { post, reload, ...where } = at();
    const { orderKey } = where;
    const key = crypto.randomUUID();
    live = key;
    const isSaid = await sayLive({ ...where, key, words }, (text) => void (piece += text));
    live = undefined;
    const wrong = isSaid ? undefined : await post({ words, key, ...(orderKey !== undefined && { order: orderKey }) });
    await reload();
    return wrong;
  }

  return {
    /** Whether it was taken; what was not stays with whoever typed it. */
    async send(words: string): Promise<boolean> {
      if (sent !== undefined) return false;
      [sent, piece, problem, isStopped] = [words.trim(), '', undefined, false];
      problem = await give(sent).catch(() => 'That did not reach us. Look at your network and send it again.');
      sent = undefined;
      return problem === undefined;
    },
    /** No more of the answer that is being made. */
    async stop(): Promise<void> {
      const key = live;
      if (key === undefined) return;
      live = undefined;
      isStopped = await stopLive(key);
    },
    get canStop() {
      return live !== undefined;
    },
    get isStopped() {
      return isStopped;
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
