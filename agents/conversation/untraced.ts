import { AsyncLocalStorageProviderSingleton as provider } from '@langchain/core/singletons';

/** Under this name the library looks for the settings of the step that it is in. */
const CHILD_CONFIG = Symbol.for('lc:child_config');

/**
 * Keeps the library from making the root of a trace for every step of a graph, which is a tenth of what a turn costs, though nothing is ever traced
 * (`neverTraceTalks`). What it needs of it, the settings of the step for what is called within, is kept as it keeps them.
 */
export function withoutTraces(): void {
  provider.runWithConfig = (config, work) => provider.getInstance().run({ extra: { [CHILD_CONFIG]: config } }, work);
}
