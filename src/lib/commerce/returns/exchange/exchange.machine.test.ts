import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { exchangeMachine, exchangeStates, type ExchangeMove } from './exchange.machine.ts';

const events: Record<string, ExchangeMove> = Object.fromEntries(
  (['confirm', 'pay', 'release', 'give-back'] as const).map((type) => [type, { type }])
);

test('what costs no more is bound at once, and goes out or is given back', () => {
  expect(movesOf(exchangeMachine, { events, context: { costsMore: false } })).toEqual({
    asked: { confirm: 'held' },
    awaiting_payment: { pay: 'held', 'give-back': 'given_back' },
    held: { release: 'released', 'give-back': 'given_back' },
    released: {},
    given_back: {}
  });
});

test('what costs more waits until it is paid', () => {
  expect(movesOf(exchangeMachine, { events, context: { costsMore: true } })).toMatchObject({ asked: { confirm: 'awaiting_payment' } });
  expect(statesReached(exchangeMachine, { events, context: { costsMore: true } }).toSorted()).toEqual([...exchangeStates].toSorted());
});
