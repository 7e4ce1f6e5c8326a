import { unbegunParcelsAt } from '#db/queries/move-parcel.ts';
import { releasedParcelsAt } from '#db/queries/store-work.ts';
import { bookCarrier } from '#lib/commerce/fulfilment/book-carrier.server.ts';
import { buyLabel } from '#lib/commerce/fulfilment/buy-label.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { instructCarrier } from '#lib/commerce/fulfilment/instruct-carrier.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { voidLabel } from '#lib/commerce/fulfilment/void-label.server.ts';
import { rerouteParcel } from '#lib/commerce/fulfilment/reroute-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { sendMail } from '#lib/commerce/mail/send-mail.server.ts';
import { pushNotice } from '#lib/commerce/notices/push-notice.server.ts';
import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { lapseChoice } from '#lib/commerce/parcel-choice/lapse-choice.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { creditLateParcel } from '#lib/commerce/payments/credit-late-parcel.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { refundBringing } from '#lib/commerce/payments/refund-bringing.server.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { voidRest } from '#lib/commerce/payments/void-rest.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { bookPickup } from '#lib/commerce/returns/book-pickup.server.ts';
import { cancelPickup } from '#lib/commerce/returns/cancel-pickup.server.ts';
import { closeReturns } from '#lib/commerce/returns/close-returns.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { takeInReturn } from '#lib/commerce/returns/take-in-return.server.ts';
import { voidReturnLabel } from '#lib/commerce/returns/void-return-label.server.ts';
import { reviewFaq } from '#lib/commerce/support/faq/review-faq.server.ts';
import { hearShopper } from '#lib/commerce/support/hear-shopper.server.ts';
import { mailMessage } from '#lib/commerce/support/mail-message.server.ts';
import { openIssueTicket } from '#lib/commerce/support/open-issue-ticket.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Queue, Work } from './work.ts';
import { answerMail } from './answer-mail.ts';
import { takeImport } from './take-import.ts';
import { takeUpStrays } from './take-up-strays.ts';

const REROUTED_AT_ONCE = 4;

/** Who does what is asked in each queue. Every command here is safe to run twice: it looks at the state first. */
export const WORKERS: { [Q in Queue]: (shop: Shop, data: Work[Q]) => Promise<void> } = {
  'authorize-payment': askBank,
  async 'cancel-unpaid-order'(shop, data) {
    // Whether it is unpaid, only the bank knows for sure.
    await askBank(shop, data);
    await cancelUnpaidOrder(shop, SYSTEM, data);
  },
  'refund-late-payment': async (shop, data) => refundLatePayment(shop, SYSTEM, data),
  'reroute-node': rerouteNode,
  async 'pack-node'(shop, { nodeId }) {
    for (const fulfilmentOrderId of await releasedParcelsAt(shop.db, nodeId)) {
      // oxlint-disable-next-line no-await-in-loop -- one hand packs one parcel after the other
      await packParcel(shop, SYSTEM, { fulfilmentOrderId });
    }
  },
  'release-order': async (shop, data) => releaseOrder(shop, SYSTEM, data),
  'pack-parcel': async (shop, data) => packParcel(shop, SYSTEM, data),
  'hand-over-parcel': async (shop, data) => handOverParcel(shop, SYSTEM, data),
  'ready-parcel': async (shop, data) => readyParcel(shop, SYSTEM, data),
  'book-carrier': async (shop, data) => bookCarrier(shop, data),
  'buy-label': async (shop, data) => buyLabel(shop, SYSTEM, data),
  'void-label': async (shop, data) => voidLabel(shop, data),
  'instruct-carrier': async (shop, data) => instructCarrier(shop, data),
  'take-up-strays': takeUpStrays,
  'send-mail': async (shop, data) => sendMail(shop, data),
  'lapse-choice': async (shop, data) => lapseChoice(shop, SYSTEM, data),
  'pay-refund': async (shop, data) => payRefund(shop, SYSTEM, data),
  async 'capture-parcel'(shop, { orderId, fulfilmentOrderId }) {
    await captureParcel(shop, SYSTEM, { fulfilmentOrderId });
    await voidRest(shop, SYSTEM, { orderId });
  },
  'void-rest': async (shop, data) => voidRest(shop, SYSTEM, data),
  // What is paid on top is for a change or for an exchange: whichever has that id.
  async 'apply-change'(shop, data) {
    await applyChange(shop, SYSTEM, data);
    await applyExchange(shop, SYSTEM, { returnId: data.changeId });
  },
  async 'lapse-change'(shop, data) {
    await lapseChange(shop, SYSTEM, data);
    await lapseExchange(shop, SYSTEM, { returnId: data.changeId });
  },
  'settle-change': async (shop, data) => settleChange(shop, SYSTEM, data),
  'refund-bringing': async (shop, data) => refundBringing(shop, SYSTEM, data),
  'credit-late-parcel': async (shop, data) => creditLateParcel(shop, SYSTEM, data),
  'tell-shopper': async (shop, data) => tellShopper(shop, SYSTEM, data),
  'push-notice': async (shop, data) => pushNotice(shop, data),
  // Whoever asked late, or heard late, gives back what nobody wants any more.
  async 'issue-return-label'(shop, data) {
    await issueReturnLabel(shop, SYSTEM, data);
    await voidReturnLabel(shop, SYSTEM, data);
  },
  'void-return-label': async (shop, data) => voidReturnLabel(shop, SYSTEM, data),
  async 'book-pickup'(shop, data) {
    await bookPickup(shop, SYSTEM, data);
    await cancelPickup(shop, SYSTEM, data);
  },
  'cancel-pickup': async (shop, data) => cancelPickup(shop, SYSTEM, data),
  'take-in-return': async (shop, data) => takeInReturn(shop, SYSTEM, data),
  'close-returns': async (shop, data) => closeReturns(shop, SYSTEM, data),
  'review-faq': async (shop) => void (await reviewFaq(shop, SYSTEM)),
  'open-issue-ticket': async (shop, data) => openIssueTicket(shop, SYSTEM, data),
  'hear-shopper': async (shop, data) => hearShopper(shop, SYSTEM, data),
  'answer-mail': answerMail,
  'mail-message': async (shop, data) => mailMessage(shop, SYSTEM, data),
  async 'tell-in-talk'(shop, data) {
    // Heavy to load: only where something is told.
    const { tellNews } = await import('#agents/assistant.ts');
    await tellNews(shop, data);
  },
  'take-import': takeImport
};

/** A few at a time; what fails leaves the others alone and is tried again with the whole job. */
async function rerouteNode(shop: Shop, { nodeId }: { nodeId: string }): Promise<void> {
  const parcels = (await unbegunParcelsAt(shop.db, nodeId)).values();
  const faults: unknown[] = [];
  const line = async () => {
    for (const fulfilmentOrderId of parcels) {
      await rerouteParcel(shop, SYSTEM, { fulfilmentOrderId, nodeId }).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: REROUTED_AT_ONCE }, line));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} parcels could not be taken from ${nodeId}`);
}

async function askBank(shop: Shop, data: { orderId: string }): Promise<void> {
  const { outcome } = await authorizePayment(shop, SYSTEM, data);
  if (outcome === 'unknown') throw new ProviderUnreachable(`the bank said nothing about order ${data.orderId}`);
}
