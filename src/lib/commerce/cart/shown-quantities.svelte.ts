import { createSubscriber } from 'svelte/reactivity';
import { shownCart, shownQuantity } from './shown-cart.store.ts';

/** The quantities an open cart page shows; read them where they are shown. */
export function shownQuantities(loaded: Record<string, number>) {
  const store = shownCart(loaded);
  const track = createSubscriber((update) => {
    const noticing = store.subscribe(update);
    return () => noticing.unsubscribe();
  });
  const shown = () => {
    track();
    return store.getSnapshot().context;
  };
  return {
    of: (lineId: string): number => shownQuantity(shown(), lineId),
    refusedAt: (lineId: string): string | undefined => shown().refused[lineId],
    load: (quantities: Record<string, number>): void => store.send({ type: 'loaded', quantities }),
    /** Shows a wish at once; say how it ended with what is returned. Without a sentence it was done. */
    ask(lineId: string, quantity: number): (sentence?: string) => void {
      store.send({ type: 'asked', lineId, quantity });
      const { tries } = store.getSnapshot().context;
      return (sentence) =>
        sentence === undefined
          ? store.send({ type: 'done', lineId, try: tries })
          : store.send({ type: 'refused', lineId, try: tries, sentence });
    }
  };
}
