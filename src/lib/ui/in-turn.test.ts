import { expect, test } from 'vitest';
import { inTurn, isAlive } from './in-turn.ts';

test('pieces run one a task, in their order, those included that come meanwhile; then the page lives', async () => {
  const seen: string[] = [];
  const first = inTurn(() => {
    seen.push('header');
    queueMicrotask(() => seen.push('its effects'));
    void inTurn(() => seen.push('what it brought'));
  });
  const last = inTurn(() => seen.push('form'));
  expect([seen, isAlive()]).toEqual([[], false]);
  await Promise.all([first, last]);
  expect([seen, isAlive()]).toEqual([['header', 'its effects', 'form', 'what it brought'], true]);
});
