import { expect, test } from 'vitest';
import { talksTogether, type TalkAtSignIn } from './goes-on.ts';

const talk = (id: string, minute: number | null, more: Partial<TalkAtSignIn> = {}): TalkAtSignIn => ({
  id,
  isOwn: false,
  isOfOrder: false,
  isQuiet: false,
  lastAt: minute === null ? null : new Date(minute * 60_000),
  ...more
});

test('the talk with the last word goes on, and the account’s own stands aside for it', () => {
  const [own, here] = [talk('own', 5, { isOwn: true }), talk('here', 9)];
  expect(talksTogether([own, here])).toMatchObject({ goesOn: 'here', aside: 'own', brought: [here] });
});

test('where the account spoke last, elsewhere, its own goes on and what came along stays beside it', () => {
  const [own, here] = [talk('own', 9, { isOwn: true }), talk('here', 5)];
  expect(talksTogether([own, here])).toMatchObject({ goesOn: 'own', aside: undefined, brought: [here] });
});

test('of several that come along the newest goes on; a talk of the account in which nothing was said yields', () => {
  const talks = [talk('own', null, { isOwn: true, isQuiet: true }), talk('order', 3, { isOfOrder: true }), talk('here', 2)];
  expect(talksTogether(talks)).toMatchObject({ goesOn: 'order', aside: 'own', isQuiet: true });
});

test('nothing comes along of nothing', () => {
  expect(talksTogether([])).toBeUndefined();
  expect(talksTogether([talk('own', 1, { isOwn: true })])).toBeUndefined();
});
