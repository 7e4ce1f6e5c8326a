import { formatMoney } from '#lib/ui/money.ts';
import { clockText, dateText } from '#lib/ui/when.ts';
import { effectText } from '../loyalty/points.ts';
import type { HowBack } from '../payments/money-back.ts';
import type { CancelReason } from '../policies/policy.ts';
import type { ChangeEffect } from './change-effect.ts';
import type { OrderChange, OrderChangeKind } from './order-change.ts';

/** One line of what a change does: what it is about, and what becomes of it. */
export type EffectWords = { label: string; words: string; figure?: string };

export const cancelReasonWords: Record<CancelReason, string> = {
  'changed-mind': 'I changed my mind',
  'by-mistake': 'I ordered it by mistake',
  'too-late': 'It comes too late for me',
  'cheaper-elsewhere': 'I found it for less',
  other: 'Something else'
};

const BACK: Record<HowBack, string> = {
  'taken-off': 'less to pay',
  bank: 'goes back the way it was paid, in ten minutes',
  'by-hand': 'is given back in cash by one of us, who writes to you',
  'gift-card': 'goes back on your gift card, in ten minutes',
  'store-credit': 'becomes store credit, in ten minutes'
};

/** The same where one payment comes instead of another. */
const BACK_INSTEAD: Record<HowBack, string> = {
  ...BACK,
  'taken-off': 'less to pay when you get it',
  bank: 'goes back the way it was paid, as soon as the other is there'
};

const WHAT: Record<OrderChangeKind, string> = {
  cancel: 'Cancelled',
  address: 'Sent elsewhere',
  swap: 'Changed for another',
  payment: 'Paid another way',
  note: 'Note written'
};

type Shown = { currency: string; zone: string };

/** Everything a change does, in the order in which it matters to whoever confirms it. */
export function effectWords(effect: ChangeEffect, { currency, zone }: Shown): EffectWords[] {
  const money = (minor: number): string => formatMoney(minor, currency);
  const more = moreWords(effect, money);
  return [
    // Of two payments the new one comes first, and nothing goes back without it.
    ...(effect.kind === 'payment' ? more : []),
    ...effect.back.map(({ how, amountMinor }) => ({
      label: 'Money',
      figure: money(amountMinor),
      words: (effect.kind === 'payment' ? BACK_INSTEAD : BACK)[how]
    })),
    ...(effect.back.length > 0 && effect.deliveryMinor > 0
      ? [{ label: 'Delivery', figure: money(effect.deliveryMinor), words: 'of it is what bringing it cost' }]
      : []),
    ...(effect.kind === 'payment' ? [] : more),
    ...effect.dates.map(({ was, is }) => ({ label: 'Date', words: dateWords(was, is, zone) })),
    ...effect.taken.map(({ title, units, nodeName }) => ({ label: 'Kept for you', words: `${units} × ${title} at ${nodeName}` })),
    ...effect.freed.map(({ title, units, nodeName }) => ({ label: 'Free again', words: `${units} × ${title} at ${nodeName}` })),
    ...(effect.points ? [{ label: 'Points', words: effectText(effect.points) }] : []),
    ...(effect.isEnd ? [{ label: 'Order', words: 'Nothing of it is left, so it ends.' }] : []),
    {
      label: 'Undo',
      words: effect.isUndoable ? 'You can take it back for ten minutes, as long as nobody has begun with it.' : 'This cannot be taken back.'
    }
  ];
}

function moreWords({ more, kind }: ChangeEffect, money: (minor: number) => string): EffectWords[] {
  if (!more) return [];
  const next = kind === 'payment' ? 'is paid next, the other way' : 'more, which you pay next';
  const how = more.how === 'now' ? next : 'more to pay when you get it';
  return [{ label: 'Money', figure: money(more.amountMinor), words: how }];
}

function dateWords(was: string | null, is: string | null, zone: string): string {
  if (is === null) return was === null ? 'Nothing comes any more.' : `Nothing comes on ${dateText(was, zone)} any more.`;
  if (was === null) return `It comes by ${dateText(is, zone)}.`;
  return dateText(was, zone) === dateText(is, zone)
    ? `It still comes by ${dateText(is, zone)}.`
    : `It comes by ${dateText(is, zone)} instead of ${dateText(was, zone)}.`;
}

const STANDS: Record<OrderChange['state'], string> = {
  requested: '',
  declined: 'It was not possible.',
  awaiting_payment: 'It waits to be paid.',
  confirmed: '',
  settled: '',
  undone: 'Taken back: all is as it was.',
  lapsed: 'It was not paid in time, so all stays as it was.'
};

/** A change as it stands among all that happened to the order: what, and how it stands now. */
export function changeWords({ kind, effect, state }: Pick<OrderChange, 'kind' | 'effect' | 'state'>): { strong: string; rest: string } {
  const listed = effect.of.map(({ title, options, units }) => thing(title, options, units)).join(', ');
  const instead = effect.instead.map(({ title, options, units }) => thing(title, options, units)).join(', ');
  const about = [listed, instead === '' ? '' : `for ${instead}`].filter(Boolean).join(' ');
  const what = kind === 'payment' && state !== 'confirmed' && state !== 'settled' ? 'Another way to pay' : WHAT[kind];
  return { strong: about === '' ? `${what}.` : `${what}: ${about}.`, rest: STANDS[state] };
}

export const thing = (title: string, options: readonly string[], units: number): string =>
  `${units} × ${title}${options.length > 0 ? `, ${options.join(', ')}` : ''}`;

/** Until when it can be taken back, while it can. */
export function undoWords({ undoUntil, state }: Pick<OrderChange, 'undoUntil' | 'state'>, now: Date, zone: string): string | undefined {
  return state === 'confirmed' && undoUntil !== null && new Date(undoUntil) > now ? `until ${clockText(undoUntil, zone)}` : undefined;
}
