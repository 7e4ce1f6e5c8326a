import { createStore } from '@xstate/store';

type Version = { version: number };

/** How much of an order one open page knows: each newer version is announced once, late and doubled ones never. */
export function watchedOrder(loaded: number) {
  return createStore<Version, { heard: Version }, { newer: Version }>({
    context: { version: loaded },
    on: {
      heard: (context, { version }, enqueue) => {
        if (version <= context.version) return context;
        enqueue.emit.newer({ version });
        return { version };
      }
    }
  });
}
