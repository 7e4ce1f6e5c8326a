/**
 * The header under which a fact of another shop system is kept, as product CSVs write their metafields: it can be no
 * column of ours by accident, and every export gives it back.
 */
export function metafieldHeader(
  owner: 'product' | 'variant',
  { label, namespace, key }: { label: string; namespace: string; key: string }
): string {
  return `${label} (${owner}.metafields.${inAddress(namespace)}.${inAddress(key)})`;
}

function inAddress(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '_') || 'x';
}
