import { expect, test } from 'vitest';
import { shownCart, shownQuantity } from './shown-cart.store.ts';

function aPage() {
  const store = shownCart({ lamp: 2, mug: 1 });
  const shown = () => store.getSnapshot().context;
  return {
    ...store,
    shown,
    quantities: () => ['lamp', 'mug'].map((line) => shownQuantity(shown(), line)),
    ask(lineId: string, quantity: number) {
      store.send({ type: 'asked', lineId, quantity });
      return shown().tries;
    }
  };
}

test('a change shows at once and stays when the shop has done it', () => {
  const page = aPage();
  const first = page.ask('lamp', 3);
  expect(page.quantities()).toEqual([3, 1]);
  page.send({ type: 'loaded', quantities: { lamp: 3, mug: 1 } });
  page.send({ type: 'done', lineId: 'lamp', try: first });
  expect(page.quantities()).toEqual([3, 1]);
  expect(page.shown().asked).toEqual({});
});

test('a no brings back what was there, and says why at that line alone', () => {
  const page = aPage();
  page.send({ type: 'refused', lineId: 'lamp', try: page.ask('lamp', 9), sentence: 'Only 4 left.' });
  expect(page.quantities()).toEqual([2, 1]);
  expect(page.shown().refused).toEqual({ lamp: 'Only 4 left.' });
  page.ask('lamp', 4);
  expect(page.shown().refused).toEqual({});
});

test('only the answer to the last change counts, whatever order answers come in', () => {
  const page = aPage();
  const first = page.ask('lamp', 3);
  const second = page.ask('lamp', 4);
  page.send({ type: 'refused', lineId: 'lamp', try: first, sentence: 'Only 2 left.' });
  expect(page.quantities()).toEqual([4, 1]);
  page.send({ type: 'done', lineId: 'lamp', try: second });
  page.send({ type: 'refused', lineId: 'lamp', try: first, sentence: 'Only 2 left.' });
  expect(page.shown().refused).toEqual({});
});

test('what is loaded meanwhile does not undo a change that is on its way', () => {
  const page = aPage();
  page.ask('lamp', 5);
  page.send({ type: 'loaded', quantities: { lamp: 2, mug: 7 } });
  expect(page.quantities()).toEqual([5, 7]);
});

test('a line that is taken out shows as none until the shop says otherwise', () => {
  const page = aPage();
  const out = page.ask('mug', 0);
  expect(page.quantities()).toEqual([2, 0]);
  page.send({ type: 'refused', lineId: 'mug', try: out, sentence: 'This cart is closed.' });
  expect(page.quantities()).toEqual([2, 1]);
});
