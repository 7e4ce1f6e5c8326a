import { waitingForLabels } from '#db/queries/carrier-labels.ts';
import { unansweredCaptures } from '#db/queries/captures.ts';
import { lateAndKept } from '#db/queries/payments-on-top.ts';
import { unsentRefunds } from '#db/queries/refunds.ts';
import { pickupsEndedUnheard, waitingPickups } from '#db/queries/return-pickups.ts';
import { returnLabelsEndedUnheard, returnLabelsToGiveBack, returnsWaitingForLabels } from '#db/queries/return-shipments.ts';
import { overdueOrders } from '#db/queries/sweeps.ts';
import { buyLabel } from '#lib/commerce/fulfilment/buy-label.server.ts';
import { voidLabel } from '#lib/commerce/fulfilment/void-label.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Steps } from './step-by-step.ts';
import { WORKERS } from './workers.ts';

const AT_ONCE = 100;
const HOUR_MS = 3_600_000;
const LABEL_LATE_MS = HOUR_MS / 2;
/** So long a carrier may still do what it was asked for before it was told that nobody needs it. */
const UNHEARD_MS = 24 * HOUR_MS;
/** Its job is at it for some ten minutes; until it is cancelled nobody else can have its goods. */
const CANCEL_LATE_MS = HOUR_MS / 2;
const REFUND_LATE_MS = HOUR_MS;

/** All that jobs may have given up, as steps of a sweep. */
export const lookAgain = (shop: Shop): Steps => ({
  'unpaid orders once more': async () => cancelUnpaidAgain(shop),
  'labels once more': async () => askForLabelsAgain(shop),
  'labels of returns once more': async () => seeToReturnLabels(shop),
  'pick-ups once more': async () => seeToPickups(shop),
  'shares once more': async () => askForSharesAgain(shop),
  'what is owed once more': async () => sendWhatIsOwed(shop),
  'late money once more': async () => sendLateMoneyBack(shop)
});

/** Labels whose jobs were given up, such as while a carrier was away for long. */
export async function askForLabelsAgain(shop: Shop): Promise<void> {
  for (const fulfilmentOrderId of await waitingForLabels(shop.db, before(shop, LABEL_LATE_MS), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the carrier at a time
    await buyLabel(shop, SYSTEM, { fulfilmentOrderId }).catch(shop.report);
    // oxlint-disable-next-line no-await-in-loop
    await voidLabel(shop, { fulfilmentOrderId }).catch(shop.report);
  }
}

/** Labels of returns that were not bought, or not given back, while a carrier was away for long. */
export async function seeToReturnLabels(shop: Shop): Promise<void> {
  const since = before(shop, LABEL_LATE_MS);
  for (const returnId of [
    ...(await returnsWaitingForLabels(shop.db, since, AT_ONCE)),
    ...(await returnLabelsToGiveBack(shop.db, since, AT_ONCE)),
    ...(await returnLabelsEndedUnheard(shop.db, before(shop, UNHEARD_MS), AT_ONCE))
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the carrier at a time
    await WORKERS['issue-return-label'](shop, { returnId }).catch(shop.report);
  }
}

/** Carriers who were to be sent to a door, or to be told that nobody has to come. */
export async function seeToPickups(shop: Shop): Promise<void> {
  for (const returnId of [
    ...(await waitingPickups(shop.db, before(shop, LABEL_LATE_MS), AT_ONCE)),
    ...(await pickupsEndedUnheard(shop.db, shop.now(), AT_ONCE))
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the carrier at a time
    await WORKERS['book-pickup'](shop, { returnId }).catch(shop.report);
  }
}

/** Orders that are still unpaid long after their time, since their job was given up while the bank was away: what it would have done is done now. */
export async function cancelUnpaidAgain(shop: Shop): Promise<void> {
  for (const orderId of await overdueOrders(shop.db, before(shop, CANCEL_LATE_MS), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the bank at a time
    await WORKERS['cancel-unpaid-order'](shop, { orderId }).catch(shop.report);
  }
}

/** Money whose job was given up, and what came owed with the orders of another shop like this: sent once, as any other. */
export async function sendWhatIsOwed(shop: Shop): Promise<void> {
  for (const refundId of await unsentRefunds(shop.db, before(shop, REFUND_LATE_MS), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the bank at a time
    await payRefund(shop, SYSTEM, { refundId }).catch(shop.report);
  }
}

/** Money that came too late, and whose job was given up before it went back. */
export async function sendLateMoneyBack(shop: Shop): Promise<void> {
  for (const { orderId, changeId } of await lateAndKept(shop.db, before(shop, REFUND_LATE_MS), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the bank at a time
    await refundLatePayment(shop, SYSTEM, { orderId, ...(changeId !== null && { changeId }) }).catch(shop.report);
  }
}

/** What a bank was asked for as a parcel left, and whose job was given up before it answered. */
export async function askForSharesAgain(shop: Shop): Promise<void> {
  for (const { fulfilmentOrderId } of await unansweredCaptures(shop.db, before(shop, REFUND_LATE_MS), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the bank at a time
    await captureParcel(shop, SYSTEM, { fulfilmentOrderId }).catch(shop.report);
  }
}

const before = (shop: Shop, ms: number): Date => new Date(shop.now().getTime() - ms);
