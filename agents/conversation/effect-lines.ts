import { effectWords } from '#lib/commerce/order-change/change-words.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { formatMoney } from '#lib/ui/money.ts';
import type { Answer } from '../answer.ts';
import { effectOf, type BackInStockEffect, type Change, type DeliveryEffect, type ReorderEffect } from './effects.ts';
import { exchangeLines, returnLines, type Line } from './return-lines.ts';
import { dayWords, windowWords } from './when-words.ts';

const named = (things: readonly { title: string; options: string[]; units: number }[]): string =>
  things.map(({ title, options, units }) => `${units} × ${[title, ...options].join(', ')}`).join('; ');

/** Exactly what the button does, line by line, as the page of it says it. */
export function effectLines(kind: string, answer: Answer, now: Date): Line[] {
  if (kind === 'start_return') return returnLines(effectOf(answer));
  if (kind === 'start_exchange') return exchangeLines(effectOf(answer));
  if (kind === 'delivery_wish') return deliveryLines(effectOf<DeliveryEffect>(answer), now);
  if (kind === 'reorder') return reorderLines(effectOf<ReorderEffect>(answer));
  if (kind === 'back_in_stock') {
    const { title, options } = effectOf<BackInStockEffect>(answer);
    return [{ label: 'One mail', text: `when ${[title, ...options].join(', ')} is there again` }];
  }
  const change = effectOf<Partial<Change>>(answer);
  return change.back === undefined ? plainLines(answer) : changeLines(change as Change);
}

function changeLines(change: Change): Line[] {
  const lines = effectWords(change, { currency: change.currency, zone: MARKET.timeZone });
  return [
    ...(change.sentTo === undefined ? [] : [{ label: 'Sent to', text: change.sentTo }]),
    ...(change.of.length > 0 ? [{ label: 'Of', text: named(change.of) }] : []),
    ...(change.instead.length > 0 ? [{ label: 'Instead', text: named(change.instead) }] : []),
    ...lines.map(({ label, words, figure }) => ({ label, text: figure === undefined ? words : `${figure} ${words}` }))
  ];
}

/** Of a tool that has no lines of its own: what it says of itself, as far as that is plain. */
function plainLines({ effect }: Answer): Line[] {
  return Object.entries(effect ?? {}).flatMap(([label, value]) =>
    typeof value === 'string' && label !== 'kind' ? [{ label, text: value.slice(0, 200) }] : []
  );
}

function deliveryLines({ wish, was, is }: DeliveryEffect, now: Date): Line[] {
  const what =
    wish.kind === 'day' && wish.day !== undefined
      ? `on ${dayWords(`${wish.day}T06:30:00Z`)}`
      : wish.kind === 'store'
        ? `to the store ${wish.store ?? ''}`
        : `left at: ${wish.place ?? ''}`;
  return [
    { label: 'Delivery', text: what },
    ...(was ? [{ label: 'Until now', text: windowWords(was, now) }] : []),
    ...(is ? [{ label: 'From now on', text: windowWords(is, now) }] : [])
  ];
}

const reorderLines = ({ things, currency }: ReorderEffect): Line[] =>
  things.map(({ title, options, units, priceMinor }) => ({
    label: units > 0 ? 'Into the cart' : 'Not to be had',
    text: `${units > 0 ? `${units} × ` : ''}${[title, ...options].join(', ')}${priceMinor === null || units === 0 ? '' : ` at ${formatMoney(priceMinor, currency)}`}`
  }));
