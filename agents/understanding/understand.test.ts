import { expect, test } from 'vitest';
import { loadModel } from './load-model.ts';
import { understand } from './understand.ts';

const model = loadModel();
const said = (message: string, misses = 0) => understand(model, message, { misses, today: '2026-11-26', stores: [], options: {} });

test('each request of a message has its own wish and names its own things', () => {
  const { requests, wantsPerson } = said('cancel MZ-7K2M9QX4RD and where is MZ-3F8TN6WQ2H?');
  expect(requests.map(({ gate, slots }) => [gate, slots.orderNumbers])).toEqual([
    [{ do: 'act', intent: 'cancel_order' }, ['MZ-7K2M9QX4RD']],
    [{ do: 'act', intent: 'order_status' }, ['MZ-3F8TN6WQ2H']]
  ]);
  expect(wantsPerson).toBe(false);
});

test('a bare order number asks where it is, a bare postcode whether it is delivered there', () => {
  expect(said('MZ-7K2M9QX4RD').requests[0]?.gate).toEqual({ do: 'act', intent: 'order_status' });
  expect(said('560034').requests[0]?.gate).toEqual({ do: 'act', intent: 'delivery_info' });
});

test('a person is given to whoever asks for one, whatever else was said', () => {
  expect(said('this does not help. kisi insaan se baat karao')).toMatchObject({ wantsPerson: true, language: 'hinglish' });
  expect(said('human').requests[0]?.gate).toEqual({ do: 'act', intent: 'human_agent' });
});

test('secrets are gone before anything is read', () => {
  const understood = said('refund to my card 4242 4242 4242 4242');
  expect(understood).toMatchObject({ text: 'refund to my card [card number]', masked: ['card'] });
  expect(JSON.stringify(understood)).not.toContain('4242 4242');
});

test('what is not understood twice leads to a person', () => {
  expect(said('zxcv bnm', 1).requests[0]?.gate).toEqual({ do: 'offer-person' });
  expect(said('').requests).toEqual([]);
});
