import { formatMoney } from '#lib/ui/money.ts';
import { clockText } from '#lib/ui/when.ts';
import type { HowBack } from '../payments/money-back.ts';
import { MARKET } from '../stores/market.ts';
import type { ChangeLapsed, ChangeMade } from './change.events.ts';
import { changeWords, effectWords } from './change-words.ts';

const zone = MARKET.timeZone;

const BACK: Record<HowBack, string> = {
  'taken-off': 'less to pay',
  bank: 'goes back the way it was paid',
  'by-hand': 'is given back in cash by one of us, who writes to you',
  'gift-card': 'goes back on your gift card',
  'store-credit': 'becomes store credit'
};

/**
 * What a shopper is told of a change of their order once it is made: what it was, what money does, and until when it can be taken back.
 * Undefined for a note, which only we read.
 */
export function changeNotice({ kind, effect, undoUntil }: ChangeMade, currency: string): { title: string; words: string } | undefined {
  if (kind === 'note') return undefined;
  const money = (minor: number): string => formatMoney(minor, currency);
  const { strong } = changeWords({ kind, effect, state: 'confirmed' });
  const { more } = effect;
  const words = [
    ...(more ? [paidWords(kind, more, money)] : []),
    ...effect.back.map(({ how, amountMinor }) => `${money(amountMinor)} ${BACK[how]}.`),
    ...effectWords(effect, { currency, zone }).flatMap((line) => (line.label === 'Date' || line.label === 'Points' ? [line.words] : [])),
    ...(effect.isEnd ? ['Nothing of the order is left.'] : []),
    ...(undoUntil === null ? [] : [`Until ${clockText(undoUntil, zone)} you can take it back on the page of your order.`])
  ];
  return { title: strong.replace(/\.$/, ''), words: words.length > 0 ? words.join(' ') : 'Nothing else is different.' };
}

function paidWords(
  kind: ChangeMade['kind'],
  { how, amountMinor }: NonNullable<ChangeMade['effect']['more']>,
  money: (minor: number) => string
) {
  if (how === 'when-handed-over') return `${money(amountMinor)} more to pay when you get it.`;
  return kind === 'payment' ? `${money(amountMinor)} came the new way.` : `You paid ${money(amountMinor)} for it.`;
}

const STAYS: Partial<Record<ChangeLapsed['kind'], string>> = { payment: 'It stays paid as it was', swap: 'It comes as you ordered it' };

/** What was to be paid first and was not, or could not be made any more when it was. */
export const lapsedNotice = ({ kind }: ChangeLapsed): { title: string; words: string } => ({
  title: STAYS[kind] ?? 'All stays as it was',
  words: 'What you wanted changed was not paid in time, or was not possible any more when it was. What you paid for it goes back by itself.'
});
