import { formatMoney } from '#lib/ui/money.ts';
import type { Mood } from './hand-over-summary.ts';
import type { Card } from './card.ts';
import type { PendingActionState } from './pending-action.machine.ts';
import type { TicketState } from './ticket.machine.ts';
import type { TicketAbout } from './ticket.ts';

export const aboutWords: Record<TicketAbout, string> = {
  order: 'An order',
  return: 'A return',
  payment: 'A payment',
  product: 'A thing for sale',
  complaint: 'A complaint',
  other: 'Something else'
};

/** How far a ticket is, as whoever answers it reads it. */
export const ticketWords: Record<TicketState, string> = {
  open: 'Nobody has it',
  assigned: 'In hand',
  waiting: 'Waits for the shopper',
  closed: 'Closed',
  reopened: 'Opened again'
};

export const moodWords: Record<Mood, string> = { calm: 'Calm', urgent: 'In a hurry', angry: 'Angry' };

const TOOLS: Partial<Record<string, string>> = {
  order_status: 'Looked at an order',
  my_orders: 'Listed their orders',
  track_return: 'Looked at a return',
  store_stock: 'Looked at a shelf',
  search_products: 'Looked for things',
  policy: 'Read the rules',
  faq_search: 'Looked in the answers',
  store_hours: 'Looked when a store is open',
  cancel: 'Cancel it',
  change_address: 'Send it elsewhere',
  swap_items: 'Change for another',
  change_payment: 'Pay another way',
  delivery_wish: 'Change how it comes',
  start_return: 'Give it back',
  start_exchange: 'Exchange it',
  reorder: 'Order it again',
  back_in_stock: 'Tell when it is back',
  hand_over: 'Asked for a person',
  read_talk: 'Read the talk',
  confirm: 'Pressed a button',
  mail: 'Wrote by e-mail'
};

/** What the assistant calls by the name of a tool, as people say it. */
export const toolWords = (tool: string): string => TOOLS[tool] ?? tool.replaceAll('_', ' ');

const DECISIONS: Partial<Record<string, string>> = {
  done: 'done',
  refused: 'refused',
  needs_approval: 'to be confirmed',
  withdrawn: 'withdrawn'
};
export const decisionWords = (decision: string): string => DECISIONS[decision] ?? decision;

export const actionWords: Record<PendingActionState, string> = {
  waiting: 'Shown to the shopper',
  with_staff: 'Confirmed by the shopper, waits for one of us',
  confirming: 'Being done',
  done: 'Done',
  refused: 'Not done',
  withdrawn: 'Not wanted any more',
  expired: 'Nobody confirmed it in time'
};

/** What a card in the talk shows, in one line: its buttons are the shopper's. */
export function cardWords(card: Card): string {
  switch (card.type) {
    case 'order':
      return `Order ${card.number}: ${card.parcels.map(({ words }) => `${words.strong} ${words.rest}`.trim()).join('; ')}`;
    case 'orders':
      return `Which order: ${card.orders.map(({ number }) => number).join(', ')}`;
    case 'product':
      return `Product: ${card.title}`;
    case 'return':
      return `Return ${card.number}: ${card.last?.title ?? card.state}`;
    case 'store':
      return `Store: ${card.name}`;
    case 'action':
      return `Shown to be confirmed: ${toolWords(card.kind)}${card.order === null ? '' : `, ${card.order}`}`;
    case 'choices':
      return `Choices: ${card.choices.map(({ label }) => label).join(', ')}`;
  }
}

/** What would be done, line by line, where no card says it: every value of its effect under its name, and money as money. */
export function effectLines(effect: unknown, currency: string, name = ''): { label: string; text: string }[] {
  if (effect === null || effect === undefined || effect === '' || effect === false) return [];
  if (typeof effect !== 'object') return [lineOf(effect, currency, name)];
  return Object.entries(effect).flatMap(([key, value]) => effectLines(value, currency, Array.isArray(effect) ? name : key));
}

function lineOf(value: unknown, currency: string, name: string): { label: string; text: string } {
  if (typeof value === 'number' && name.endsWith('Minor'))
    return { label: spelled(name.slice(0, -'Minor'.length)), text: formatMoney(value, currency) };
  return { label: spelled(name), text: value === true ? 'yes' : typeof value === 'string' ? value : JSON.stringify(value) };
}

const spelled = (key: string): string => {
  const words = key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
