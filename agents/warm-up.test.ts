import { expect, test } from 'vitest';
import { trainedModel } from './conversation/mind.ts';
import { warmUp } from './warm-up.ts';

test('all of it is loaded, the model once; whoever stops the shop meanwhile does not wait for it', async () => {
  expect(await warmUp(AbortSignal.abort())).toBe(0);
  const all = await warmUp(new AbortController().signal);
  expect(all).toBeGreaterThan(5);
  expect(trainedModel()).toBe(trainedModel());
});
