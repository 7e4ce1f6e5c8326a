/** What each queue's worker is told. */
export type Work = {
  'authorize-payment': { orderId: string; changeId?: string };
  'cancel-unpaid-order': { orderId: string };
  'refund-late-payment': { orderId: string; changeId?: string };
  'release-order': { orderId: string };
  'reroute-node': { nodeId: string };
  'pack-node': { nodeId: string };
  'pack-parcel': { fulfilmentOrderId: string };
  'hand-over-parcel': { fulfilmentOrderId: string };
  'ready-parcel': { fulfilmentOrderId: string };
  'book-carrier': { shipmentId: string };
  'buy-label': { fulfilmentOrderId: string };
  'void-label': { fulfilmentOrderId: string };
  'instruct-carrier': { fulfilmentOrderId: string };
  'take-up-strays': { trackingNumber: string };
  'send-mail': { mailId: string };
  'lapse-choice': { choiceId: string; orderId: string };
  'pay-refund': { refundId: string };
  'capture-parcel': { orderId: string; fulfilmentOrderId: string };
  'void-rest': { orderId: string };
  'settle-change': { changeId: string };
  'apply-change': { changeId: string };
  'lapse-change': { changeId: string };
  'refund-bringing': { fulfilmentOrderId: string };
  'credit-late-parcel': { fulfilmentOrderId: string };
  'tell-shopper': { orderId: string; version: number };
  'push-notice': { noticeId: string };
  'issue-return-label': { returnId: string };
  'void-return-label': { returnId: string };
  'book-pickup': { returnId: string };
  'cancel-pickup': { returnId: string };
  'take-in-return': { returnId: string };
  'close-returns': { orderId: string };
  /** Which policy was switched on; what rests on another one is looked for in all of it. */
  'review-faq': { profile: string | null };
  'open-issue-ticket': { issueId: string };
  'hear-shopper': { threadId: string };
  'answer-mail': { threadId: string; messageId: string };
  'mail-message': { threadId: string; messageId: string };
  'tell-in-talk': { noticeId: string } | { alertId: string };
  'take-import': { importId: string; does: 'look' | 'bring' };
};

export type Queue = keyof Work;

/** When: so many seconds from now, or so many of the demonstration's own seconds, which pass faster. */
export type After = { seconds: number } | { simulatedSeconds: number };

/** `key` names the fact behind it: the same fact never makes the same job twice. */
export type Job = { [Q in Queue]: { queue: Q; key: string; data: Work[Q]; after: After } }[Queue];

/** The same before its fact is known. */
export type FollowUp = { [Q in Queue]: { queue: Q; data: Work[Q]; after: After } }[Queue];
