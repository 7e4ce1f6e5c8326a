import { createStore } from '@xstate/store';

/** `try` counts the changes a page asked for: only the answer to the last one for a line says how it stands. */
type Asked = { quantity: number; try: number };
export type ShownCart = {
  loaded: Readonly<Record<string, number>>;
  asked: Readonly<Record<string, Asked>>;
  /** Why a line went back to what it was. */
  refused: Readonly<Record<string, string>>;
  tries: number;
};

/**
 * What one open page shows of the quantities in a cart: a change at once, and what it was before together with the reason when
 * the shop says no. A quantity of 0 is a line that is being taken out.
 */
export function shownCart(loaded: Record<string, number>) {
  return createStore({
    context: { loaded, asked: {}, refused: {}, tries: 0 } as ShownCart,
    on: {
      loaded: (shown, { quantities }: { quantities: Record<string, number> }) => ({ ...shown, loaded: quantities }),
      asked: (shown, { lineId, quantity }: { lineId: string; quantity: number }) => ({
        ...shown,
        tries: shown.tries + 1,
        asked: { ...shown.asked, [lineId]: { quantity, try: shown.tries + 1 } },
        refused: without(shown.refused, lineId)
      }),
      done: (shown, answer: { lineId: string; try: number }) => (isLast(shown, answer) ? settled(shown, answer.lineId) : shown),
      refused: (shown, answer: { lineId: string; try: number; sentence: string }) => {
        if (!isLast(shown, answer)) return shown;
        return { ...settled(shown, answer.lineId), refused: { ...shown.refused, [answer.lineId]: answer.sentence } };
      }
    }
  });
}

export const shownQuantity = ({ asked, loaded }: ShownCart, lineId: string): number => asked[lineId]?.quantity ?? loaded[lineId] ?? 0;

const isLast = ({ asked }: ShownCart, answer: { lineId: string; try: number }): boolean => asked[answer.lineId]?.try === answer.try;
const settled = (shown: ShownCart, lineId: string): ShownCart => ({ ...shown, asked: without(shown.asked, lineId) });

function without<Value>(all: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}
