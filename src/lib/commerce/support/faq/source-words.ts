import type { FaqSource } from './faq-item.ts';
import type { FaqEntryState } from './faq-entry.machine.ts';
import type { WithdrawnReason } from './still-true.ts';

const DAY_MS = 24 * 3_600_000;

/** Where an answer comes from, as whoever reads it is told. */
export function sourceWords(source: FaqSource): string {
  switch (source.what) {
    case 'policy':
      return `From our ${POLICIES[source.rule.split('.')[0] ?? ''] ?? 'policy'}, version ${source.version}, as it holds now`;
    case 'delivery-rules':
      return `From our rules of delivery, version ${source.version.replace(/^\D+/, '')}, as they hold now`;
    case 'checkout':
      return 'As our checkout does it now';
    case 'product':
      return `From the catalogue: ${source.title}, version ${source.version}`;
    case 'statistic':
      return `Counted over ${source.count.toLocaleString('en-IN')} ${source.name === 'too-small' ? 'things that came back in' : 'deliveries of'} the last ${weeks(source)} weeks`;
    case 'person':
      return 'Answered by one of us';
  }
}

const POLICIES: Record<string, string> = {
  returns: 'return policy',
  refund: 'return policy',
  exchange: 'return policy',
  limits: 'return policy',
  cancel: 'order policy',
  address: 'order policy',
  items: 'order policy',
  payment: 'order policy'
};

const weeks = ({ since, at }: { since: string; at: string }): number => Math.round((Date.parse(at) - Date.parse(since)) / (7 * DAY_MS));

export const askedWords = (asked: number): string => (asked === 0 ? '' : `asked by ${asked} ${asked === 1 ? 'person' : 'people'}`);

export const WITHDRAWN_WORDS: Record<WithdrawnReason, string> = {
  'policy-switched': 'Another policy was switched on.',
  'rules-changed': 'The rules of delivery have changed.',
  'product-changed': 'The thing has changed in the catalogue.',
  'product-gone': 'The thing is not for sale any more.',
  'figure-moved': 'The figure has moved, or there is too little to count.',
  'by-hand': 'One of us took it away.'
};

export const STATE_WORDS: Record<FaqEntryState, string> = {
  draft: 'Draft',
  published: 'Published',
  withdrawn: 'Withdrawn',
  rejected: 'Rejected'
};
