import type { FaqItem } from './faq-item.ts';
import { faqIndex, type FaqIndex } from './find-answers.ts';

/** Policies and published answers change rarely; what varies is which things of the catalogue a question names. */
const MOST_KEPT = 8;
const kept = new Map<string, FaqIndex>();

/** The index of these items, made anew only where nobody has searched in the same ones lately: making it takes longer than searching. */
export function keptIndex(items: readonly FaqItem[]): FaqIndex {
  const key = JSON.stringify(items);
  const index = kept.get(key) ?? faqIndex(items);
  // The one that was used last stands at the end.
  kept.delete(key);
  kept.set(key, index);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return index;
}
