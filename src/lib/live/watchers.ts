import { interest, type Ear, type Versioned } from './interest.ts';

/** How a page asks for the present state of things and follows them; `ask` answers undefined when it got no answer. */
export type Wire<Message> = {
  idOf: (message: Message) => string;
  ask: (ids: string[]) => Promise<Message[] | undefined>;
  drop: (ids: string[]) => void;
  /** Calls back when it makes sense to ask once more for what was not answered. */
  later: (again: () => void) => void;
};

export type Watchers<Message> = {
  /** Hears what is known soon, and then everything newer about these things. The returned function leaves. */
  enter: (ids: readonly string[], ear: Ear<Message>) => () => void;
  hear: (messages: Message[]) => void;
  /** The connection is there, perhaps again: everything that is watched is asked for anew. */
  connected: () => void;
  lost: () => void;
};

/**
 * Several parts of a page may watch the same thing: it is asked for once, and let go when the last of them leaves.
 * What enters and leaves in one go, as when a page changes, is told to the server in one message each.
 */
export function watchers<Message extends Versioned>(wire: Wire<Message>): Watchers<Message> {
  const things = interest(wire.idOf);
  const toAsk = new Set<string>();
  const maybeLeft = new Set<string>();
  let connected = false;
  let planned = false;

  function plan(): void {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      letGo();
      void askForNew();
    });
  }

  function letGo(): void {
    const left = [...maybeLeft].filter(things.isAlone);
    maybeLeft.clear();
    for (const id of left) {
      things.forget(id);
      toAsk.delete(id);
    }
    if (connected && left.length > 0) wire.drop(left);
  }

  async function askForNew(): Promise<void> {
    // Whoever enters while there is no connection is asked for when there is one.
    if (!connected || toAsk.size === 0) return;
    const ids = [...toAsk];
    toAsk.clear();
    const answer = await wire.ask(ids);
    if (answer) return things.tell(answer);
    wire.later(() => {
      for (const id of ids.filter(things.has)) toAsk.add(id);
      plan();
    });
  }

  return {
    enter(ids, ear) {
      for (const id of ids) {
        if (!things.has(id)) toAsk.add(id);
        things.add(id, ear);
      }
      plan();
      // Not at once: whoever enters is just being drawn.
      queueMicrotask(() => {
        const known = things.known(ids);
        if (known.length > 0) ear(known);
      });
      return () => {
        for (const id of ids) {
          things.remove(id, ear);
          maybeLeft.add(id);
        }
        plan();
      };
    },
    hear: things.tell,
    connected() {
      connected = true;
      for (const id of things.all()) toAsk.add(id);
      plan();
    },
    lost: () => void (connected = false)
  };
}
