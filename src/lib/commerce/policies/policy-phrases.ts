import type { WindowStart } from './policy.ts';

export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const START: Record<WindowStart, string> = {
  placed: 'the day of the order',
  'handed-over': 'the day it left us',
  delivered: 'the day it came',
  'last-delivered': 'the day the last thing of the order came'
};
export const startWords = (from: WindowStart): string => START[from];

export const times = (most: number): string => (most === 1 ? 'once' : `${most} times`);
