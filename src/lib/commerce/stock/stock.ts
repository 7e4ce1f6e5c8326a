/**
 * What a shopper may have of one variant: in all, and at each node that keeps it, never below zero.
 * `version` grows with every change of any of its levels; `at` is when the last of them changed (ISO, UTC).
 */
export type StockSnapshot = {
  variantId: string;
  version: number;
  available: number;
  nodes: { nodeId: string; available: number }[];
  at: string;
};

export type StockByVariant = ReadonlyMap<string, StockSnapshot>;

/** Snapshots may arrive late or twice: of each variant the higher version wins. The same map comes back when nothing is news. */
export function newest(known: StockByVariant, heard: readonly StockSnapshot[]): StockByVariant {
  const news = heard.filter((snapshot) => snapshot.version > (known.get(snapshot.variantId)?.version ?? 0));
  if (news.length === 0) return known;
  const merged = new Map(known);
  for (const snapshot of news) {
    if (snapshot.version > (merged.get(snapshot.variantId)?.version ?? 0)) merged.set(snapshot.variantId, snapshot);
  }
  return merged;
}
