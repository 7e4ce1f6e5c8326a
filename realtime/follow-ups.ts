import type { CommerceEvent } from '#lib/commerce/events.ts';
import { UNDO_MS } from '#lib/commerce/order-change/order-change.ts';
import type { BackReason, HowBack } from '#lib/commerce/payments/money-back.ts';
import { EXPIRED } from '#lib/commerce/payments/payment.ts';
import { opensTicket } from '#lib/commerce/support/ticket.ts';
import type { After, FollowUp, Job } from './work.ts';

type EventOf<Type extends CommerceEvent['type']> = Extract<CommerceEvent, { type: Type }>;

const SOON: After = { seconds: 0 };
/** The page asks the bank itself; this is for when it went away before the answer came. */
const ASK_BANK_AFTER: After = { seconds: 20 };
/** Nobody works in the demonstration's warehouses: this is how long they would take. */
const FOUND: After = { simulatedSeconds: 10 * 60 };
const PACKED: After = { simulatedSeconds: 20 * 60 };
/** And to open what came back. */
const OPENED: After = { simulatedSeconds: 30 * 60 };
const PICKED_UP: After = { simulatedSeconds: 30 * 60 };

/** Off what is to be paid it was taken at once, and cash only a person can give. */
const SENT_BY_US: ReadonlySet<HowBack> = new Set(['bank', 'gift-card', 'store-credit']);

/** As long as a change can be taken back its money waits. */
const UNDO_OVER: After = { seconds: UNDO_MS / 1000 };
const UNDOABLE: ReadonlySet<BackReason> = new Set(['cancelled', 'swapped']);
const OWN_CHANGES: ReadonlySet<BackReason> = new Set([...UNDOABLE, 'paid-otherwise']);

const nothing = (): FollowUp[] => [];
const askBankAbout = ({ orderId, changeId }: { orderId: string; changeId?: string }): FollowUp[] => [
  { queue: 'authorize-payment', data: { orderId, ...(changeId !== undefined && { changeId }) }, after: ASK_BANK_AFTER }
];
const told = ({ orderId, version }: { orderId: string; version: number }): FollowUp[] => [
  { queue: 'tell-shopper', data: { orderId, version }, after: SOON }
];
const closed = ({ orderId }: { orderId: string }): FollowUp => ({ queue: 'close-returns', data: { orderId }, after: SOON });
/** Its bank may stand for it: then its share is taken. */
const left = ({ orderId, fulfilmentOrderId }: { orderId: string; fulfilmentOrderId: string }): FollowUp => ({
  queue: 'capture-parcel',
  data: { orderId, fulfilmentOrderId },
  after: SOON
});
/** Of what a bank stands for there may be a rest that nobody takes. */
const lessDue = ({ orderId }: { orderId: string }): FollowUp => ({ queue: 'void-rest', data: { orderId }, after: SOON });
const credited = ({ fulfilmentOrderId }: { fulfilmentOrderId: string }): FollowUp => ({
  queue: 'credit-late-parcel',
  data: { fulfilmentOrderId },
  after: SOON
});

/** What must follow from what happened. Every fact of the house has its line here: the compiler asks for that of a new one. */
const FOLLOW_UPS: { [Type in CommerceEvent['type']]: (event: EventOf<Type>) => FollowUp[] } = {
  // Nearly all are paid at once: those that are not are found by `unpaid-orders.ts`.
  'order.placed': nothing,
  'payment.retried': askBankAbout,
  'payment.asked': askBankAbout,
  'payment.lapsed': (event) => [{ queue: 'lapse-change', data: { changeId: event.changeId }, after: SOON }, ...askBankAbout(event)],
  'order.confirmed': ({ orderId, isReleased }) => (isReleased ? [] : [{ queue: 'release-order', data: { orderId }, after: SOON }]),
  'fo.released': ({ fulfilmentOrderId }) => [{ queue: 'pack-parcel', data: { fulfilmentOrderId }, after: FOUND }],
  'fo.packed': ({ fulfilmentOrderId, method }) =>
    method === 'ship'
      ? [
          { queue: 'buy-label', data: { fulfilmentOrderId }, after: SOON },
          { queue: 'hand-over-parcel', data: { fulfilmentOrderId }, after: PICKED_UP }
        ]
      : [{ queue: 'ready-parcel', data: { fulfilmentOrderId }, after: PACKED }],
  // Its carrier may have been slow: what waited for the label goes now. What was called off meanwhile needs none.
  'fo.labelled': ({ fulfilmentOrderId, trackingNumber }) => [
    { queue: 'take-up-strays', data: { trackingNumber }, after: SOON },
    { queue: 'void-label', data: { fulfilmentOrderId }, after: SOON },
    { queue: 'hand-over-parcel', data: { fulfilmentOrderId }, after: PICKED_UP }
  ],
  'fo.label_wanted': ({ fulfilmentOrderId }) => [{ queue: 'buy-label', data: { fulfilmentOrderId }, after: SOON }],
  'fo.shipped': (event) => [{ queue: 'book-carrier', data: { shipmentId: event.shipmentId }, after: SOON }, left(event)],
  'cart.line_added': nothing,
  'cart.line_changed': nothing,
  'cart.line_removed': nothing,
  'cart.line_saved': nothing,
  'cart.line_unsaved': nothing,
  'cart.details_given': nothing,
  'cart.prices_accepted': nothing,
  'cart.delivery_chosen': nothing,
  'cart.merged': nothing,
  'cart.parted': nothing,
  'cart.shared': nothing,
  'cart.link_revoked': nothing,
  'cart.saved_forgotten': nothing,
  'cart.saved_further': nothing,
  'cart.placed': nothing,
  'cart.offered': nothing,
  'cart.claimed': nothing,
  'cart.hand_over_ended': nothing,
  'cart.guessed_at': nothing,
  'cart.payment_asked': nothing,
  'customer.look_up_offered': nothing,
  'customer.looked_up': nothing,
  'customer.look_up_ended': nothing,
  'loyalty.earned': nothing,
  'loyalty.lowered': nothing,
  'loyalty.spendable': nothing,
  'loyalty.spent': nothing,
  'loyalty.terms_changed': nothing,
  'mail.queued': ({ mailId }) => [{ queue: 'send-mail', data: { mailId }, after: SOON }],
  'order.changed': ({ fulfilmentOrderId }) => [{ queue: 'refund-bringing', data: { fulfilmentOrderId }, after: SOON }],
  'order.wished': ({ fulfilmentOrderId, isUnderWay }) =>
    isUnderWay ? [{ queue: 'instruct-carrier', data: { fulfilmentOrderId }, after: SOON }] : [],
  'order.cancelled': nothing,
  'order.completed': nothing,
  'order.sold_offline': nothing,
  'order.corrected': nothing,
  'payment.captured': ({ orderId, changeId, late }) => {
    if (!late) return changeId === undefined ? [] : [{ queue: 'apply-change', data: { changeId }, after: SOON }];
    const sentBack: FollowUp = {
      queue: 'refund-late-payment',
      data: { orderId, ...(changeId !== undefined && { changeId }) },
      after: SOON
    };
    // The order may be over and the change of it not know yet.
    return changeId === undefined ? [sentBack] : [sentBack, { queue: 'lapse-change', data: { changeId }, after: SOON }];
  },
  'payment.authorized': (event) => (event.late ? [lessDue(event)] : []),
  // The office sees to it.
  'payment.capture_refused': nothing,
  'payment.voided': nothing,
  'payment.refunded': (event) => [closed(event)],
  'refund.owed': (event) => {
    // Of what its shopper changes they are told as one thing, with the change.
    const isUndoable = UNDOABLE.has(event.reason);
    const telling = OWN_CHANGES.has(event.reason) ? [] : told(event);
    if (event.how === 'taken-off' && !isUndoable) return [...telling, lessDue(event)];
    if (!SENT_BY_US.has(event.how)) return telling;
    return [...telling, { queue: 'pay-refund', data: { refundId: event.refundId }, after: isUndoable ? UNDO_OVER : SOON }];
  },
  // Its shopper, or one of us, sends it another way.
  'refund.refused': told,
  'refund.redirected': (event) => {
    const { orderId, changeId, refundId, how } = event;
    if (how === 'by-hand') return told(event);
    if (refundId !== null) return [...told(event), { queue: 'pay-refund', data: { refundId }, after: SOON }];
    return [{ queue: 'refund-late-payment', data: { orderId, ...(changeId !== undefined && { changeId }) }, after: SOON }];
  },
  'change.made': (event) => {
    const telling = event.kind === 'note' ? [] : told(event);
    return event.undoUntil === null
      ? telling
      : [...telling, { queue: 'settle-change', data: { changeId: event.changeId }, after: UNDO_OVER }];
  },
  'change.undone': ({ orderId }) => [{ queue: 'release-order', data: { orderId }, after: SOON }],
  'change.settled': (event) => [lessDue(event)],
  'change.asked': nothing,
  'change.lapsed': told,
  // What we ended ourselves the bank may have taken meanwhile.
  'payment.declined': (event) => (event.reason === EXPIRED ? askBankAbout(event) : []),
  'payment.action_required': nothing,
  // Confirmed it was before, or it is released once it is.
  'fo.rerouted': ({ orderId }) => [{ queue: 'release-order', data: { orderId }, after: SOON }],
  'fo.rejected': nothing,
  // Whoever chooses nothing is found by a sweep when the time is over.
  'fo.unfillable': told,
  'fo.chosen': nothing,
  'node.down': ({ nodeId }) => [{ queue: 'reroute-node', data: { nodeId }, after: SOON }],
  'node.up': nothing,
  'node.staffed': ({ nodeId, isStaffed }) => (isStaffed ? [] : [{ queue: 'pack-node', data: { nodeId }, after: SOON }]),
  // What it costs more comes as a payment of its own, and its parcels as all others.
  'exchange.asked': nothing,
  'exchange.held': nothing,
  'exchange.released': (event) => (event.isHandedOut ? [] : told(event)),
  // Of what its shopper ended they know.
  'exchange.given_back': (event) => (event.reason === 'ended' ? [] : told(event)),
  'return.requested': nothing,
  'return.approved': (event) =>
    event.isKept || event.method === 'store'
      ? told(event)
      : [{ queue: 'issue-return-label', data: { returnId: event.returnId }, after: SOON }],
  'return.approved_once': nothing,
  'return.declined': told,
  'return.appealed': nothing,
  'return.cancelled': nothing,
  'return.expired': told,
  'return.label_issued': told,
  'return.label_ended': ({ returnId }) => [{ queue: 'void-return-label', data: { returnId }, after: SOON }],
  'return.label_voided': nothing,
  'return.pickup_asked': ({ returnId }) => [{ queue: 'book-pickup', data: { returnId }, after: SOON }],
  'return.pickup_booked': told,
  'return.pickup_failed': told,
  'return.pickup_missed': told,
  'return.pickup_ended': ({ returnId }) => [{ queue: 'cancel-pickup', data: { returnId }, after: SOON }],
  'return.pickup_cancelled': nothing,
  'return.drop_chosen': nothing,
  'return.dropped_off': nothing,
  'return.scanned': ({ returnId, status }) =>
    status === 'delivered' ? [{ queue: 'take-in-return', data: { returnId }, after: OPENED }] : [],
  'return.received': (event) => (event.isAll ? told(event) : []),
  'return.graded': nothing,
  'return.settled': (event) => [closed(event)],
  'return.closed': nothing,
  'return.overdue': told,
  'return.issue_opened': ({ issueId, kind }) => (opensTicket(kind) ? [{ queue: 'open-issue-ticket', data: { issueId }, after: SOON }] : []),
  'receipt.searched': nothing,
  'receipt.credited': nothing,
  'rule.changed': nothing,
  'policy.changed': ({ profile }) => [{ queue: 'review-faq', data: { profile }, after: SOON }],
  'faq.drafted': nothing,
  'faq.published': nothing,
  'faq.rejected': nothing,
  'faq.withdrawn': nothing,
  'notice.told': ({ noticeId }) => [
    { queue: 'push-notice', data: { noticeId }, after: SOON },
    { queue: 'tell-in-talk', data: { noticeId }, after: SOON }
  ],
  'import.asked': ({ importId, does }) => [{ queue: 'take-import', data: { importId, does }, after: SOON }],
  'fo.accepted': nothing,
  'fo.picked': nothing,
  'fo.ready': nothing,
  'fo.collected': (event) => [left(event)],
  'fo.uncollected': nothing,
  'fo.cancelled': ({ fulfilmentOrderId }) => [{ queue: 'void-label', data: { fulfilmentOrderId }, after: SOON }],
  'shipment.scanned': nothing,
  'shipment.delivered': nothing,
  'promise.committed': nothing,
  'promise.revised': (event) => [...told(event), credited(event)],
  'promise.waived': nothing,
  'promise.kept': nothing,
  'promise.broken': (event) => [credited(event)],
  'device.offered': nothing,
  'device.enrolled': nothing,
  'device.signed_in': nothing,
  'device.pin_refused': nothing,
  'device.vouched': nothing,
  'device.revoked': nothing,
  'kiosk.started': nothing,
  'kiosk.ended': nothing,
  'queue.joined': nothing,
  'queue.offered': nothing,
  'queue.left': nothing,
  'queue.lapsed': nothing,
  'stock.changed': nothing,
  'stock.shortage': nothing,
  'stock.transferred': nothing,
  'stock.told_back': ({ alertId }) => [{ queue: 'tell-in-talk', data: { alertId }, after: SOON }],
  'support.handed_over': nothing,
  'support.said': ({ threadId, messageId, author, byMail = false }) => {
    const mailed = { data: { threadId, messageId }, after: SOON };
    if (author !== 'shopper') return byMail ? [{ queue: 'mail-message', ...mailed }] : [];
    const heard: FollowUp = { queue: 'hear-shopper', data: { threadId }, after: SOON };
    return byMail ? [heard, { queue: 'answer-mail', ...mailed }] : [heard];
  },
  'support.opened': nothing,
  'support.assigned': nothing,
  'support.taken': nothing,
  'support.given_back': nothing,
  'support.answered': nothing,
  'support.heard': nothing,
  'support.noted': nothing,
  'support.closed': nothing,
  'support.reopened': nothing,
  'support.rated': nothing,
  'support.decided': nothing,
  'support.quieted': nothing,
  'support.brought': nothing,
  'support.set_aside': nothing,
  'support.terms_changed': nothing
};

/** @throws when the fact is of a kind this program does not know, as one may be that a newer program wrote */
export function jobsOf(event: CommerceEvent): Job[] {
  if (!Object.hasOwn(FOLLOW_UPS, event.type)) throw new Error(`nobody knows what follows from ${event.type}`);
  const followUps = FOLLOW_UPS[event.type] as (event: CommerceEvent) => FollowUp[];
  return followUps(event).map((job) => ({ ...job, key: `${event.topic}#${event.version}` }));
}
