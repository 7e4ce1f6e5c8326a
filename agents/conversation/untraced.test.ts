import { AsyncLocalStorageProviderSingleton as provider } from '@langchain/core/singletons';
import { RunnableLambda } from '@langchain/core/runnables';
import { expect, test } from 'vitest';
// Loading it is what tells the library where a step keeps its settings, and takes the traces away.
import './graph.ts';

test('a step knows its settings, those of the steps around it too, and has no trace to hang itself into', async () => {
  const seen: unknown[] = [];
  const inner = RunnableLambda.from(async () => {
    seen.push(provider.getRunnableConfig()?.configurable, Object.keys((provider.getInstance().getStore() as object | undefined) ?? {}));
  });
  const outer = RunnableLambda.from(async () => inner.invoke(''));
  await outer.invoke('', { configurable: { talk: 'one' } });
  expect(seen).toEqual([{ talk: 'one' }, ['extra']]);
  expect(provider.getRunnableConfig()).toBeUndefined();
});
