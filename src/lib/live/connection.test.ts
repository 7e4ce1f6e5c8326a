import { expect, test } from 'vitest';
import { connection, noteLost, noteUp } from './connection.svelte.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 5, minute));

test('a page knows whether it is live, and since when it is not however often it tried', () => {
  expect(connection).toMatchObject({ up: false, lostSince: undefined });
  noteUp();
  expect(connection).toMatchObject({ up: true, lostSince: undefined });
  noteLost(at(1));
  noteLost(at(2));
  expect(connection).toMatchObject({ up: false, lostSince: at(1) });
  noteUp();
  noteLost(at(9));
  expect(connection.lostSince).toEqual(at(9));
});
