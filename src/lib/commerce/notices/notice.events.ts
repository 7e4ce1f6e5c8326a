import type { Fact } from '#lib/kernel/fact.ts';

/** An order's shopper was told something: it stands in their inbox, and from there it goes to their devices. */
export type NoticeTold = Fact<'notice.told', { noticeId: string; orderId: string }>;
export type NoticeEvent = NoticeTold;
