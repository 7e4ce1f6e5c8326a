import { changesToSeeTo } from '#db/queries/came-changes.ts';
import { forgetOldLabels } from '#db/queries/carrier-labels.ts';
import { duePoints } from '#db/queries/loyalty.ts';
import { expireOffers } from '#db/queries/hand-over.ts';
import { forgetOldKeys } from '#db/queries/idempotency.ts';
import { forgetLapsedSecrets } from '#db/queries/one-time-secrets.ts';
import { forgetLapsedChallenges } from '#db/queries/passkeys.ts';
import { busyPlaces, unbegunWorkAt } from '#db/queries/move-parcel.ts';
import { lapsedChoices } from '#db/queries/parcel-choices.ts';
import { lapsedAsks } from '#db/queries/payments.ts';
import { forgetOldSubscriptions } from '#db/queries/push.ts';
import { tendQueues } from '#db/queries/queue.ts';
import { awaitedAndBack, forgetOldAlerts } from '#db/queries/stock-alerts.ts';
import { missedPickups } from '#db/queries/return-pickups.ts';
import { overdueReturns, unsentReturns } from '#db/queries/return-clock.ts';
import { forgetLoosePhotos } from '#db/queries/return-photos.ts';
import { lapsedActions } from '#db/queries/pending-actions.ts';
import { topicsSetAside } from '#db/queries/outbox.ts';
import { deleteSessionsBefore } from '#db/queries/sessions.ts';
import { forgetOldStrays } from '#db/queries/stray-scans.ts';
import { silentShipments } from '#db/queries/shipments.ts';
import { expireHolds, forgetOldRateWindows, forgetOldWebhooks, uncollectedParcels } from '#db/queries/sweeps.ts';
import { forgetUnplaced } from '#db/queries/unplaced-postcodes.ts';
import { lapseConsents } from '#lib/commerce/customers/lapse-consents.server.ts';
import { giveBackUncollected } from '#lib/commerce/fulfilment/give-back-uncollected.server.ts';
import { isTooFull, toRelieve } from '#lib/commerce/fulfilment/relief.ts';
import { relieveParcel } from '#lib/commerce/fulfilment/relieve-parcel.server.ts';
import { releasePoints } from '#lib/commerce/loyalty/release-points.server.ts';
import { applyChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { lapsePayment } from '#lib/commerce/payments/lapse-payment.server.ts';
import { tellBackInStock } from '#lib/commerce/stock/tell-back-in-stock.server.ts';
import { tellMissedPickup } from '#lib/commerce/returns/tell-missed-pickup.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { lapseAction } from '#lib/commerce/support/lapse-action.server.ts';
import { draftFaq } from '#lib/commerce/support/faq/draft-faq.server.ts';
import { reviewFaq } from '#lib/commerce/support/faq/review-faq.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { COLLECT_WITHIN_MS } from '#lib/commerce/stores/market.ts';
import { deliveryRulesV1 } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { learnLaneTimes } from '#lib/commerce/fulfilment/learn-lane-times.server.ts';
import { lookAtParcel } from '#lib/commerce/fulfilment/look-at-parcel.server.ts';
import { reckonFitCounts } from '#lib/commerce/catalog/reckon-fit-counts.server.ts';
import { reckonKeptRates } from '#lib/commerce/fulfilment/reckon-kept-rates.server.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Job } from './work.ts';
import type { Jobs } from './jobs.ts';
import { endCutOffActions, tellUntoldActions } from './cut-off-actions.ts';
import { lookAgain } from './given-up.ts';
import { keptLease } from './kept-lease.ts';
import { loop } from './loop.ts';
import { stepByStep } from './step-by-step.ts';
import { unpaidWatch } from './unpaid-orders.ts';

const EVERY_MS = 2_000;
const LEASE_SECONDS = 10;
const AT_ONCE = 100;
/** Parcels of one place that are looked at in one minute, when most of them can go nowhere. */
const MOST_TRIED = 400;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const KEYS_KEPT_MS = 26 * HOUR_MS;
const RATE_WINDOWS_KEPT_MS = 24 * HOUR_MS;
const ALERTS_KEPT_MS = 30 * 24 * HOUR_MS;
const SUBSCRIPTIONS_KEPT_MS = 60 * 24 * HOUR_MS;
const SILENT_MS = deliveryRulesV1.tracking.silenceMinutes * 60_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** A carrier comes until the evening, and nobody is told at night. */
const MISSED_TOLD_MS = 15 * HOUR_MS;
const LABELS_KEPT_MS = 60 * 24 * HOUR_MS;
const WEBHOOKS_KEPT_MS = 30 * 24 * HOUR_MS;

/** What time alone changes. Safe in every process: one of them sweeps, and a second broom would do no harm. */
export function startSweeps(shop: Shop, { enqueue }: Pick<Jobs, 'enqueue'>): { stop: () => Promise<void> } {
  const lease = keptLease(shop, 'sweep', LEASE_SECONDS);
  const lookForUnpaid = unpaidWatch(shop, enqueue);
  const take = stepByStep(shop.report);
  let [tidyAt, relieveAt] = [-Infinity, -Infinity];

  async function turn(): Promise<number> {
    const token = await lease.token();
    if (token === undefined) return EVERY_MS;
    await take({
      'unpaid orders': async () => lookForUnpaid(token),
      choices: async () => lapseChoices(shop, enqueue),
      'what is not paid': async () => lapseWhatIsNotPaid(shop),
      holds: async () => endLapsedHolds(shop),
      offers: async () => expireOffers(shop.db, shop.now()),
      consents: async () => lapseConsents(shop),
      lines: async () => tendLines(shop),
      'what is back': async () => tellWhatIsBack(shop)
    });
    const now = shop.now().getTime();
    if (now >= relieveAt) {
      await take({
        'full places': async () => relieveFullPlaces(shop),
        returns: async () => lookAtReturns(shop),
        'missed pick-ups': async () => sayWhoWasMissed(shop),
        'changes that came': async () => endChangesThatCame(shop),
        proposals: async () => lapseProposals(shop),
        'cut-off actions': async () => endCutOffActions(shop),
        'untold actions': async () => tellUntoldActions(shop),
        points: async () => releaseDuePoints(shop)
      });
      relieveAt = now + MINUTE_MS;
    }
    if (now >= tidyAt) {
      await tidyUp(shop);
      tidyAt = now + HOUR_MS;
    }
    return EVERY_MS;
  }

  const turning = loop(turn, shop.report);
  return {
    async stop() {
      await turning.stop();
      await lease.drop().catch(shop.report);
    }
  };
}

/** Goods that nobody kept by ordering go back on the shelf, and whoever looks at them is told. */
export async function endLapsedHolds(shop: Shop): Promise<number> {
  let ended = 0;
  for (let some = AT_ONCE; some === AT_ONCE; ended += some) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other, so that no level is locked for long
    some = await expireHolds(shop.db, shop.now(), AT_ONCE);
    if (some > 0) shop.outbox.wake();
  }
  return ended;
}

/** What nobody chose in time is decided by a job, which a later look makes no second time. */
async function lapseChoices(shop: Shop, enqueue: Jobs['enqueue']): Promise<void> {
  const lapsed = await lapsedChoices(shop.db, shop.now(), AT_ONCE);
  if (lapsed.length === 0) return;
  const jobs = lapsed.map(({ id, orderId }): Job => {
    return { queue: 'lapse-choice', key: `choice:${id}`, data: { choiceId: id, orderId }, after: { seconds: 0 } };
  });
  await shop.db.transaction().execute(async (tx) => enqueue(tx, jobs));
}

/** What a change costs more and nobody paid in time: the bank is asked first, and what fails is found again. */
export async function lapseWhatIsNotPaid(shop: Shop): Promise<void> {
  for (const asked of await lapsedAsks(shop.db, shop.now(), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- one call to the bank at a time
    await lapseAsked(shop, asked).catch(shop.report);
  }
}

async function lapseAsked(shop: Shop, asked: { orderId: string; changeId: string }): Promise<void> {
  await authorizePayment(shop, SYSTEM, asked);
  await lapsePayment(shop, SYSTEM, asked);
}

/** What the assistant proposed and nobody confirmed in time. */
export async function lapseProposals(shop: Shop): Promise<void> {
  for (const id of await lapsedActions(shop.db, { at: shop.now(), limit: AT_ONCE })) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
    await lapseAction(shop, id).catch(shop.report);
  }
}

/** Points whose goods can no longer come back; and of what has just come, from which day. */
export async function releaseDuePoints(shop: Shop): Promise<void> {
  for (const orderId of await duePoints(shop.db, shop.now(), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other; what fails leaves the others alone
    await releasePoints(shop, SYSTEM, { orderId }).catch(shop.report);
  }
}

/** Changes of orders that an import brought in and that had not ended there. */
export async function endChangesThatCame(shop: Shop): Promise<void> {
  for (const { changeId, what } of await changesToSeeTo(shop.db, shop.now(), AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
    await (what === 'settle' ? settleChange : applyChange)(shop, SYSTEM, { changeId }).catch(shop.report);
  }
}

/** Who stood in line long enough leaves it, and what came free without a change of its level is offered. */
export async function tendLines(shop: Shop): Promise<void> {
  if ((await tendQueues(shop.db, shop.now(), AT_ONCE)) > 0) shop.outbox.wake();
}

/** Whoever waits for something that is there again gets their one mail; whoever is told meanwhile by another sweep is not told twice. */
export async function tellWhatIsBack(shop: Shop): Promise<void> {
  for (const variantId of await awaitedAndBack(shop.db, AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
    await tellBackInStock(shop, SYSTEM, { variantId }).catch(shop.report);
  }
}

/** What nobody came for in a week; what fails leaves the others alone and is found again in an hour. */
export async function giveBackWhatNobodyCollects(shop: Shop): Promise<void> {
  const before = new Date(shop.now().getTime() - COLLECT_WITHIN_MS);
  for (const fulfilmentOrderId of await uncollectedParcels(shop.db, before, AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
    await giveBackUncollected(shop, SYSTEM, { fulfilmentOrderId }).catch(shop.report);
  }
}

/** Silence is information: what is under way and not heard of for two days, or overdue, is judged by the clock. */
export async function lookAtSilentParcels(shop: Shop): Promise<void> {
  const at = shop.now();
  const heardBefore = new Date(at.getTime() - SILENT_MS);
  for (let some = await silentShipments(shop.db, { at, heardBefore, after: FIRST_ID, most: AT_ONCE }); some.length > 0;) {
    for (const { trackingNumber } of some) {
      // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other
      await lookAtParcel(shop, SYSTEM, { trackingNumber }).catch(shop.report);
    }
    const after = some.at(-1)?.id ?? FIRST_ID;
    // oxlint-disable-next-line no-await-in-loop -- the next ones behind them
    some = await silentShipments(shop.db, { at, heardBefore, after, most: AT_ONCE });
  }
}

/** Places that have too much to do give away what has the most time, as far as others have it and it comes no later. */
export async function relieveFullPlaces(shop: Shop): Promise<void> {
  for (const { nodeId, ...load } of (await busyPlaces(shop.db)).filter(isTooFull)) {
    // oxlint-disable-next-line no-await-in-loop -- each place sees what the one before it gave away
    const { candidates, excess } = toRelieve(await unbegunWorkAt(shop.db, nodeId), load);
    let gone = 0;
    for (const fulfilmentOrderId of candidates.slice(0, MOST_TRIED)) {
      if (gone >= excess) break;
      // oxlint-disable-next-line no-await-in-loop -- short calls one after the other; what fails leaves the others alone
      const left = await relieveParcel(shop, SYSTEM, { fulfilmentOrderId, nodeId }).catch(shop.report);
      gone += Number(left === true);
    }
  }
}

/** Returns whose clock has run out, and those that nobody sent. */
async function lookAtReturns(shop: Shop): Promise<void> {
  const at = shop.now();
  for (const returnId of await overdueReturns(shop.db, at, AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other; what fails leaves the others alone
    await soundClock(shop, SYSTEM, { returnId }).catch(shop.report);
  }
  for (const returnId of await unsentReturns(shop.db, at, AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    await lapseReturn(shop, SYSTEM, { returnId }).catch(shop.report);
  }
}

/** Whoever waited at their door for a carrier that did not come. */
export async function sayWhoWasMissed(shop: Shop): Promise<void> {
  const before = new Date(shop.now().getTime() - MISSED_TOLD_MS);
  for (const returnId of await missedPickups(shop.db, before, AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- short transactions one after the other; what fails leaves the others alone
    await tellMissedPickup(shop, SYSTEM, { returnId }).catch(shop.report);
  }
}

/** Forgets what has served its time, and says again what still waits for a person. */
export async function tidyUp(shop: Shop): Promise<void> {
  const before = (ms: number) => new Date(shop.now().getTime() - ms);
  await stepByStep(shop.report)({
    'old keys': async () => forgetOldKeys(shop.db, before(KEYS_KEPT_MS)),
    sessions: async () => deleteSessionsBefore(shop.db, before(0)),
    secrets: async () => forgetLapsedSecrets(shop.db, before(0)),
    challenges: async () => forgetLapsedChallenges(shop.db, before(0)),
    'rate windows': async () => forgetOldRateWindows(shop.db, before(RATE_WINDOWS_KEPT_MS)),
    'what nobody collects': async () => giveBackWhatNobodyCollects(shop),
    'silent parcels': async () => lookAtSilentParcels(shop),
    'lane times': async () => learnLaneTimes(shop, SYSTEM),
    'kept rates': async () => reckonKeptRates(shop, SYSTEM),
    'fit counts': async () => reckonFitCounts(shop, SYSTEM),
    'review of the FAQ': async () => reviewFaq(shop, SYSTEM),
    'drafts of the FAQ': async () => draftFaq(shop, SYSTEM),
    ...lookAgain(shop),
    photos: async () => forgetLoosePhotos(shop.db, before(RATE_WINDOWS_KEPT_MS)),
    labels: async () => forgetOldLabels(shop.db, before(LABELS_KEPT_MS)),
    strays: async () => forgetOldStrays(shop.db, before(WEBHOOKS_KEPT_MS)),
    alerts: async () => forgetOldAlerts(shop.db, before(ALERTS_KEPT_MS)),
    'unplaced postcodes': async () => forgetUnplaced(shop.db, before(ALERTS_KEPT_MS)),
    subscriptions: async () => forgetOldSubscriptions(shop.db, before(SUBSCRIPTIONS_KEPT_MS)),
    webhooks: async () => forgetOldWebhooks(shop.db, before(WEBHOOKS_KEPT_MS)),
    'topics set aside': async () => sayWhatIsSetAside(shop)
  });
}

async function sayWhatIsSetAside(shop: Shop): Promise<void> {
  const aside = await topicsSetAside(shop.db, 20);
  if (aside.length > 0) shop.report(new Error(`relay: still set aside, and everything behind them: ${aside.join(', ')}`));
}
