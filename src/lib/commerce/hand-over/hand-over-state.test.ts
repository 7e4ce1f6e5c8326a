import { expect, test } from 'vitest';
import { handOverState, type KnownHandOver } from './hand-over-state.ts';

const at = new Date('2026-11-25T05:00:00Z');
const later = new Date(at.getTime() + 60_000);
const offered: KnownHandOver = {
  id: 'a',
  state: 'offered',
  offeredBy: 'owner',
  expiresAt: later,
  wrongTries: 0,
  claimedAt: null,
  claimedBy: null,
  grantId: null,
  askedMinor: null
};
const claimed: KnownHandOver = { ...offered, id: 'b', state: 'claimed', claimedAt: at, claimedBy: 'till 2 by Asha', grantId: 'g' };

test('a code that is out is shown until its time is over, and one that the counter made is not the owner’s', () => {
  expect(handOverState([offered], at).out).toEqual({ id: 'a', expiresAt: later });
  expect(handOverState([offered], later).out).toBeNull();
  expect(handOverState([{ ...offered, offeredBy: 'staff' }], at).out).toBeNull();
});

test('whoever has the cart in hand is named until it is taken back; another screen of the owner stays one', () => {
  expect(handOverState([claimed], at)).toMatchObject({ opened: [{ id: 'b', by: 'till 2 by Asha' }], taken: null });
  expect(handOverState([{ ...claimed, state: 'ended' }], at)).toMatchObject({ opened: [], taken: null });
  const phone = { ...claimed, state: 'ended' as const, grantId: null, claimedBy: 'another phone' };
  expect(handOverState([phone], at).taken).toEqual({ by: 'another phone', at });
});

test('what the counter asks is asked until it is out of its hands', () => {
  expect(handOverState([{ ...claimed, askedMinor: 4900 }], at).askedMinor).toBe(4900);
  expect(handOverState([{ ...claimed, state: 'ended', askedMinor: 4900 }], at).askedMinor).toBeNull();
});

test('a few wrong codes are nothing to speak of, many are', () => {
  expect(handOverState([{ ...offered, wrongTries: 9 }], at).guesses).toBe(0);
  expect(handOverState([{ ...offered, wrongTries: 12 }], at).guesses).toBe(12);
});
