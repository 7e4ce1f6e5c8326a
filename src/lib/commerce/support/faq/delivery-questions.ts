import { formatMoney } from '#lib/ui/money.ts';
import type { DeliveryRules, DeliveryService, Zone } from '../../fulfilment/delivery-rules.ts';
import { methodName } from '../../orders/order-words.ts';
import { LATE_CREDIT } from '../../payments/late-credit.ts';
import { listed } from '../../policies/policy-phrases.ts';
import { COLLECT_WITHIN_MS, HOLD_MS, PAY_WITHIN_MS, TAX_SHARE } from '../../stores/market.ts';
import { DELIVERY_ASKED } from './delivery-asked.ts';
import type { FaqGroup, FaqItem, FaqSource } from './faq-item.ts';

type Said = { rule: string; group: FaqGroup; question: string; answer: string };

const WHERE: Record<Zone, string> = { city: 'in town', region: 'in the region', nation: 'across the country', far: 'far off' };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const COUNTRIES: Record<string, string> = { IN: 'India' };
/** All that the checkout takes, the usual one first. */
const METHODS = ['upi', 'card', 'gift_card', 'store_credit', 'cash_on_delivery', 'pay_in_store'];

export function deliveryQuestions(rules: DeliveryRules, currency: string): FaqItem[] {
  return said({ what: 'delivery-rules', version: rules.version }, [
    {
      rule: 'cost',
      group: 'delivery',
      question: 'What does delivery cost?',
      answer: costWords(rules, currency)
    },
    {
      rule: 'time',
      group: 'delivery',
      question: 'How long does delivery take?',
      answer: `Standard: ${daysWords(rules, 'standard')}. Express: ${daysWords(rules, 'express')}. The page of a product says the very day for your postcode.`
    },
    {
      rule: 'same-day',
      group: 'delivery',
      question: 'Can I have it today?',
      answer: rules.transit.same_day.city
        ? `In town, where it lies near you: within hours, from ${formatMoney(least(rules, 'same_day', currency), currency)}. The page of a product says until when you have to order.`
        : 'No, not on the day of the order.'
    },
    {
      rule: 'collect',
      group: 'delivery',
      question: 'Can I collect my order in a store?',
      answer: `Yes, at no cost. It is mostly ready within ${rules.pickupMinutes.p90} minutes while the store is open, and is kept for ${COLLECT_WITHIN_MS / DAY_MS} days.`
    },
    {
      rule: 'late',
      group: 'delivery',
      question: 'What do I get if it comes later than promised?',
      answer: `${formatMoney(LATE_CREDIT.amountMinor, LATE_CREDIT.currency)} go back to you by themselves when a parcel comes after the day that was first promised, or when we move that day.`
    }
  ]);
}

export function checkoutQuestions(country: string): FaqItem[] {
  const tax = Math.round((TAX_SHARE.numerator / (TAX_SHARE.denominator - TAX_SHARE.numerator)) * 100);
  return said({ what: 'checkout' }, [
    {
      rule: 'methods',
      group: 'money',
      question: 'How can I pay?',
      answer: `By ${listed(METHODS.map(methodName))}.`
    },
    {
      rule: 'pay-within',
      group: 'money',
      question: 'How long is an order kept that is not paid yet?',
      answer: `${PAY_WITHIN_MS / MINUTE_MS} minutes. Then it ends by itself, and nothing is taken. While you check out, things are kept for ${HOLD_MS / MINUTE_MS} minutes.`
    },
    {
      rule: 'tax',
      group: 'money',
      question: 'Do prices include tax?',
      answer: `Yes, ${tax} % GST is in every price. Nothing comes on top but delivery, which is shown before you pay.`
    },
    {
      rule: 'abroad',
      group: 'delivery',
      question: 'Do you deliver to other countries?',
      answer: `No. We deliver within ${COUNTRIES[country] ?? country} only.`
    }
  ]);
}

function said(source: FaqSource, all: Said[]): FaqItem[] {
  const prefix = source.what === 'checkout' ? 'checkout' : 'delivery';
  return all.map(({ rule, ...words }) => ({
    id: `${prefix}:${rule}`,
    ...words,
    alsoAsked: DELIVERY_ASKED[rule] ?? [],
    source,
    approved: null
  }));
}

const feesOf = (rules: DeliveryRules, service: DeliveryService, currency: string): number[] =>
  Object.values(rules.tariffs[currency]?.[service]?.fees ?? {}).flatMap((sizes) => Object.values(sizes));

const least = (rules: DeliveryRules, service: DeliveryService, currency: string): number => Math.min(...feesOf(rules, service, currency));

function costWords(rules: DeliveryRules, currency: string): string {
  const span = (service: DeliveryService): string => {
    const fees = feesOf(rules, service, currency);
    return `${formatMoney(Math.min(...fees), currency)} to ${formatMoney(Math.max(...fees), currency)}`;
  };
  const free = rules.tariffs[currency]?.standard?.freeFrom ?? null;
  const none = free === null ? '' : `, and nothing from ${formatMoney(free, currency)} on`;
  return `Standard: ${span('standard')}${none}. Express: ${span('express')}. It depends on how far and how large it is, and is shown before you pay.`;
}

function daysWords(rules: DeliveryRules, service: 'standard' | 'express'): string {
  const lines = Object.entries(rules.transit[service]).flatMap(([zone, transit]) =>
    transit === 'unknown' ? [] : [`${days(transit.p50, transit.p90)} ${WHERE[zone as Zone]}`]
  );
  return lines.join(', ');
}

const days = (from: number, to: number): string => (from === to ? `${to} ${to === 1 ? 'day' : 'days'}` : `${from} to ${to} days`);
