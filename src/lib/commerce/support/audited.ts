import type { PendingAction } from './pending-action.ts';

/** What says who somebody is, where they live or what they wrote: it stays in what they own, and goes with it. */
const PERSONAL: ReadonlySet<string> = new Set(['name', 'phone', 'email', 'line1', 'line2', 'place', 'words', 'note', 'question', 'search']);
const LONGEST = 120;
const MOST = 40;
const CARD = /\b\d(?:[ -]?\d){11,18}\b/g;

/** Nothing that a database cannot keep, and nothing that one pays with. */
const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '').replaceAll(CARD, '(a card number)');

/** Arguments as a log keeps them that nobody changes any more: who, what and how many, and of words only how long they were. */
export function audited(value: unknown, key = '', depth = 0): unknown {
  if (typeof value === 'string') {
    if (PERSONAL.has(key)) return `(${value.length} characters)`;
    return clean(value.slice(0, LONGEST));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 4) return '(more)';
  if (Array.isArray(value)) return value.slice(0, MOST).map((one) => audited(one, key, depth + 1));
  const entries = Object.entries(value).slice(0, MOST);
  return Object.fromEntries(entries.map(([name, one]) => [clean(name.slice(0, MOST)), audited(one, name, depth + 1)]));
}

/** What a log says that an action was about. */
export const asAsked = ({ id, kind, arguments: asked, policy }: Pick<PendingAction, 'id' | 'kind' | 'arguments' | 'policy'>) => ({
  actionId: id,
  tool: kind,
  arguments: audited(asked),
  rule: policy
});
