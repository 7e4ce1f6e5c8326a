/** Where a browser is reached: an address of its maker, and the keys for what only that browser can read. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string };

/** What a device shows. `path` is where a press leads; `tag` makes a second copy replace the first. */
export type PushWords = { title: string; body: string; path: string; tag: string };

/** The way to the browsers' makers. */
export type Pusher = {
  /** By which browsers know that it is us: the public half of our key. */
  publicKey: string;
  /** Whether this is an address and a pair of keys that we push to. */
  takes: (target: PushTarget) => boolean;
  /** `gone`: that browser does not want it any more. @throws when its maker cannot be reached or does not take it now */
  send: (target: PushTarget, words: PushWords) => Promise<'sent' | 'gone'>;
};
