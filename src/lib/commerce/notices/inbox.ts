import { clockText } from '#lib/ui/when.ts';
import { MARKET } from '../stores/market.ts';
import type { Notice } from './notice.ts';

/** ISO instants. */
type Window = { from: string; until: string };

/** What a shopper was told, with what it can still be answered with just now. `was` and `now`: only of a promise that moved. */
export type KeptNotice = Notice & {
  id: string;
  orderId: string;
  number: string;
  at: Date;
  readAt: Date | null;
  reason: string;
  was: Window | null;
  now: Window | null;
  fulfilmentOrderId: string | null;
  returnId: string | null;
  /** ISO; until when the change it tells of can be taken back, while it can. */
  undoUntil: string | null;
  /** Its shopper is asked how it goes on. */
  isAsked: boolean;
  /** Nobody has begun with it: it may come in another way. */
  mayChange: boolean;
};

export type NoticeLink = { href: string; label: string };

/** What its reader may do about it now; nothing, where it is too late for that. */
export function answersTo(notice: KeptNotice, orderPath: string): NoticeLink[] {
  const { isAsked, mayChange, kind, fulfilmentOrderId, returnId, undoUntil } = notice;
  if (isAsked) return [{ href: `${orderPath}#choose-${fulfilmentOrderId}`, label: 'Choose how it goes on' }];
  if (kind === 'promise' && mayChange) return [{ href: `${orderPath}/change/${fulfilmentOrderId}`, label: 'Change how it comes' }];
  if (undoUntil !== null) return [{ href: `${orderPath}#changes`, label: `Undo it, until ${clockText(undoUntil, MARKET.timeZone)}` }];
  return returnId === null ? [] : [{ href: `${orderPath}/returns/${returnId}`, label: 'See your return' }];
}

/** As a page shows it. */
export type ShownNotice = {
  id: string;
  title: string;
  words: string;
  at: Date;
  isUnread: boolean;
  answers: NoticeLink[];
  /** Where notices of several orders stand together. */
  order?: { number: string; href: string };
};

export function shownNotice(notice: KeptNotice, orderPath: string): ShownNotice {
  const { id, title, words, at, readAt } = notice;
  return { id, title, words, at, isUnread: readAt === null, answers: answersTo(notice, orderPath) };
}
