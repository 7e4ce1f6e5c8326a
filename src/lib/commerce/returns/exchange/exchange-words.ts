import { formatMoney } from '#lib/ui/money.ts';
import { triggerWords } from '../return-words.ts';
import type { TrackedReturn } from '../tracked-return.ts';
import type { ExchangeGivenBack } from './exchange.events.ts';

/** Why what was to come instead does not. */
export const givenBackWords: Record<ExchangeGivenBack['reason'], string> = {
  'not-paid': 'The difference was not paid in time, so you keep what you have. What you wanted instead is for sale again.',
  'out-of-stock':
    'What you wanted instead was gone when the difference was paid. You keep what you have, and what you paid on top comes back.',
  ended: 'What you wanted instead is for sale again.',
  'nothing-came': 'What came does not pay for what you wanted instead, so it is for sale again. What is yours comes back as money.'
};

type Exchanged = Pick<TrackedReturn, 'exchangeState' | 'trigger' | 'events'>;

/** How far what comes instead is, as its shopper reads it. */
export function exchangeHead({ exchangeState, trigger, events }: Exchanged): { title: string; words: string } | undefined {
  switch (exchangeState) {
    case null:
      return undefined;
    case 'awaiting_payment':
      return { title: 'Kept for you until you pay the difference.', words: 'Until then nothing is changed.' };
    case 'held':
      return { title: 'Kept for you.', words: `It leaves us ${triggerWords[trigger]}.` };
    case 'released':
      return events.some(({ isHandedOut }) => isHandedOut)
        ? { title: 'You have it.', words: 'It was given to you over the counter.' }
        : { title: 'It has left for you.', words: 'When it comes stands on the page of your order.' };
    case 'given_back':
      return { title: 'It does not come.', words: 'It is for sale again.' };
  }
}

/** What comes instead, as the beginning of what is said of it. */
export const insteadWords = ({ lines }: Pick<TrackedReturn, 'lines'>): string =>
  `Exchanged for ${lines
    .flatMap(({ instead }) => (instead ? [[`${instead.quantity} × ${instead.title}`, ...instead.options].join(', ')] : []))
    .join(' and ')}.`;

/** What one pays on top or has back of it. */
export function balanceWords({ moreMinor, backMinor }: { moreMinor: number; backMinor: number }, currency: string): string {
  if (moreMinor > 0) return `${formatMoney(moreMinor, currency)} more`;
  return backMinor > 0 ? `${formatMoney(backMinor, currency)} back` : 'nothing to pay';
}
