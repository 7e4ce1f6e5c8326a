import type { NodeKind } from './delivery-rules.ts';

/** What people call a kind of place, in a list and as they type it. */
export const nodeKindWords: Record<NodeKind, string> = {
  warehouse: 'warehouse',
  dark_store: 'dark store',
  store: 'store',
  third_party: 'partner'
};
