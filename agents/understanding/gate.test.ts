import { expect, test } from 'vitest';
import { ACT_FROM, gate } from './gate.ts';
import type { Intent } from './intents.ts';

const guesses = (shares: Partial<Record<Intent, number>>) =>
  Object.entries(shares).map(([intent, share]) => ({ intent: intent as Intent, share }));

test('a sure guess is acted on, also after a miss', () => {
  expect(gate(guesses({ cancel_order: ACT_FROM, deny: 0.2 }), 0)).toEqual({ do: 'act', intent: 'cancel_order' });
  expect(gate(guesses({ cancel_order: 0.9 }), 3)).toEqual({ do: 'act', intent: 'cancel_order' });
});

test('shares of wishes that are gone on with alike add up, and the likelier is acted on', () => {
  expect(gate(guesses({ damaged_item: 0.4, return_item: 0.3, policy: 0.2 }), 0)).toEqual({ do: 'act', intent: 'damaged_item' });
  expect(gate(guesses({ policy: 0.34, return_item: 0.33, damaged_item: 0.33 }), 0)).toEqual({ do: 'act', intent: 'return_item' });
  expect(gate(guesses({ return_item: 0.4, exchange_item: 0.35 }), 0)).toMatchObject({ do: 'choose' });
});

test('an unsure one shows the likeliest as buttons, at most three and none that is no help', () => {
  const unsure = guesses({ return_item: 0.4, exchange_item: 0.2, policy: 0.15, warranty: 0.1, deny: 0.09, review: 0.01 });
  expect(gate(unsure, 0)).toEqual({ do: 'choose', between: ['return_item', 'exchange_item', 'policy'] });
  expect(gate(guesses({ deny: 0.5, return_item: 0.3, review: 0.01 }), 0)).toEqual({ do: 'choose', between: ['return_item'] });
});

test('at the second miss a person is offered', () => {
  expect(gate(guesses({ return_item: 0.4, exchange_item: 0.3 }), 1)).toEqual({ do: 'offer-person' });
});

test('what comes near nothing is answered with what can be done, or that it is nothing of ours', () => {
  expect(gate(guesses({ affirm: 0.3, greeting: 0.05 }), 0)).toEqual({ do: 'act', intent: 'capabilities' });
  expect(gate(guesses({ out_of_scope: 0.5, review: 0.02 }), 0)).toEqual({ do: 'act', intent: 'out_of_scope' });
  expect(gate([], 0)).toEqual({ do: 'act', intent: 'capabilities' });
});
