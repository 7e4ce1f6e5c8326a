export type Versioned = { version: number };
export type Ear<Message> = (messages: Message[]) => void;

/** Who on this page wants to hear of what, and the newest that was heard of each. */
export function interest<Message extends Versioned>(idOf: (message: Message) => string) {
  const things = new Map<string, { ears: Set<Ear<Message>>; last: Message | undefined }>();

  function add(id: string, ear: Ear<Message>): void {
    const thing = things.get(id) ?? { ears: new Set(), last: undefined };
    things.set(id, thing);
    thing.ears.add(ear);
  }

  /** The higher version stays; each ear hears all that is news for it in one go. */
  function tell(messages: Message[]): void {
    const news = new Map<Ear<Message>, Message[]>();
    for (const message of messages) {
      const thing = things.get(idOf(message));
      if (!thing || (thing.last && thing.last.version >= message.version)) continue;
      thing.last = message;
      for (const ear of thing.ears) news.set(ear, [...(news.get(ear) ?? []), message]);
    }
    for (const [ear, some] of news) ear(some);
  }

  return {
    add,
    tell,
    remove: (id: string, ear: Ear<Message>) => void things.get(id)?.ears.delete(ear),
    forget: (id: string) => void things.delete(id),
    has: (id: string) => things.has(id),
    isAlone: (id: string) => things.get(id)?.ears.size === 0,
    all: () => [...things.keys()],
    known: (ids: readonly string[]) => ids.map((id) => things.get(id)?.last).filter((message) => message !== undefined)
  };
}
