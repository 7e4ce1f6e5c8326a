import { clockText } from '#lib/ui/when.ts';
import type { ShownAction } from './shown-talk.ts';

/** What each kind of proposal is about, as the head of its card. */
export const ACTION_TITLES: Partial<Record<string, string>> = {
  cancel: 'Cancel',
  change_address: 'Send it elsewhere',
  swap_items: 'Change for another',
  change_payment: 'Pay another way',
  delivery_wish: 'Change how it comes',
  start_return: 'Give it back',
  start_exchange: 'Exchange it',
  reorder: 'Order it again',
  back_in_stock: 'Tell me when it is back'
};

/** How a proposal stands that cannot be pressed any more; why one was refused is said in the message after it. */
export function standsWords(stands: ShownAction | undefined, zone: string): string {
  if (!stands || stands.state === 'waiting' || stands.state === 'expired') return 'Its time is over. Nothing was done: ask once more.';
  const at = stands.endedAt ?? stands.confirmedAt;
  const when = at === null ? '' : `, ${clockText(at, zone)}`;
  if (stands.state === 'done') return `Done${when}.`;
  if (stands.state === 'with_staff') return 'You said yes. One of us looks at it as well.';
  if (stands.state === 'confirming') return 'It is being done.';
  if (stands.state === 'withdrawn') return `Left as it was${when}. Nothing was done.`;
  return `Not done${when}.`;
}
