import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { creditOfOrder, entriesOf } from '#db/queries/stored-values.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { asha } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { returnedOrders } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { delivered, asked, ask, stateOf, graded, paid } = returnedOrders(() => shop);

test('as store credit it is worth so much more as the policy says: the ledger has the money and, apart, what is on top', async () => {
  const of = await delivered();
  const made = await ask(of, { to: 'store-credit' });
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 49_000, how: 'store-credit' }]);
  await paid(of.orderId);
  await paid(of.orderId);
  const credit = (await creditOfOrder(shop.db, of.orderId))!;
  const bonus = (49_000 * standardPolicy.returns.bonusPercent) / 100;
  expect(credit.balanceMinor).toBe(49_000 + bonus);
  expect((await entriesOf(shop.db, credit.id, 9)).map(({ kind, deltaMinor }) => [kind, deltaMinor])).toEqual([
    ['bonus', bonus],
    ['refunded', 49_000]
  ]);
  expect(await stateOf(made)).toBe('closed');
});

test('fetched at the door it costs what the policy says, which is kept of the money; for what is our fault it costs nothing', async () => {
  for (const [reason, amount_minor] of [
    ['changed-mind', 49_000 - standardPolicy.returns.fees.home],
    ['defective', 49_000]
  ] as const) {
    const of = await delivered();
    const made = await ask(of, { lines: [asked(of, { reason })], method: 'home' });
    await issueReturnLabel(shop, SYSTEM, made);
    const { trackingNumber } = (await returnShipmentOf(shop.db, made.returnId))!;
    await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-25T06:00:00Z']]));
    expect(await stateOf(made)).toBe('in_transit');
    expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor, how: 'bank' }]);
  }
});

test('what is to be kept is told by its worth and its reason: a paisa more, or another reason, and it comes back', async () => {
  const [all, part] = standardPolicy.returns.keeps;
  const keeps = async (priceMinor: number, reason: 'defective' | 'not-as-described' | 'changed-mind', isKept: boolean) => {
    const of = await delivered({ priceMinor });
    const made = await outcomeOf(ask(of, { lines: [asked(of, { reason })], isKept }));
    return [made, (await refundsOf(shop.db, of.orderId)).map(({ amount_minor }) => amount_minor)];
  };
  expect(await keeps(all!.belowMinor - 1, 'defective', false)).toEqual(['done', [all!.belowMinor - 1]]);
  expect(await keeps(all!.belowMinor, 'defective', false)).toEqual(['done', []]);
  expect(await keeps(part!.belowMinor - 100, 'not-as-described', true)).toEqual([
    'done',
    [((part!.belowMinor - 100) * part!.percent) / 100]
  ]);
  expect(await keeps(part!.belowMinor, 'not-as-described', true)).toEqual(['keep-not-offered', []]);
  expect(await keeps(1_000, 'changed-mind', true)).toEqual(['keep-not-offered', []]);
});
