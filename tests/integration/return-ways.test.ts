import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { creditOfOrder, entriesOf } from '#db/queries/stored-values.ts';
import { findReturn } from '#db/queries/returns.ts';
import { pickupOf } from '#db/queries/return-pickups.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { bookPickup } from '#lib/commerce/returns/book-pickup.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { asha, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
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

/** The carrier scans it at the door, when it was said to come. */
async function fetchedAtTheDoor({ returnId }: { returnId: string }): Promise<void> {
  const [{ trackingNumber }, { fromAt }] = [(await returnShipmentOf(shop.db, returnId))!, (await pickupOf(shop.db, returnId))!];
  shop.at(fromAt!);
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', fromAt!.toISOString()]]));
  shop.at(MORNING);
}

test('fetched at the door it costs what the policy says, which is kept of the money; for what is our fault it costs nothing', async () => {
  for (const [reason, amount_minor] of [
    ['changed-mind', 49_000 - standardPolicy.returns.fees.home],
    ['defective', 49_000]
  ] as const) {
    const of = await delivered();
    const made = await ask(of, { lines: [asked(of, { reason })], method: 'home' });
    await issueReturnLabel(shop, SYSTEM, made);
    await bookPickup(shop, SYSTEM, made);
    await fetchedAtTheDoor(made);
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

test('what was to be fetched and is brought to a store instead costs what a store costs, whoever says so first', async () => {
  const take = async (made: { returnId: string }) =>
    takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
  const ways = {
    chosen: async (made: { returnId: string }, orderId: string) => {
      await chooseDropOff(shop, shopper, { orderId, ...made, nodeId: null });
      expect(await findReturn(shop.db, made.returnId)).toMatchObject({ method: 'store', feeMinor: 0 });
      await take(made);
    },
    accepted: async (made: { returnId: string }) => acceptReturn(shop, asha, made),
    taken: take
  };
  for (const [way, comes] of Object.entries(ways)) {
    const of = await delivered();
    const made = await ask(of, { method: 'home' });
    await issueReturnLabel(shop, SYSTEM, made);
    expect(await findReturn(shop.db, made.returnId)).toMatchObject({ feeMinor: standardPolicy.returns.fees.home });
    await comes(made, of.orderId);
    expect([way, await findReturn(shop.db, made.returnId)]).toMatchObject([way, { method: 'store', feeMinor: 0 }]);
    expect([way, await refundsOf(shop.db, of.orderId)]).toMatchObject([way, [{ amount_minor: 49_000 }]]);
  }
});

test('what the carrier fetched before it lies at a counter was fetched', async () => {
  const of = await delivered({ priceMinor: 600_000 });
  const made = await ask(of, { method: 'home' });
  await issueReturnLabel(shop, SYSTEM, made);
  await bookPickup(shop, SYSTEM, made);
  await fetchedAtTheDoor(made);
  await acceptReturn(shop, asha, made);
  expect(await findReturn(shop.db, made.returnId)).toMatchObject({ method: 'home', feeMinor: standardPolicy.returns.fees.home });
});

test('a fee that was taken off money that was given at once goes back; a store that the policy does not offer is a no', async () => {
  const { returns } = standardPolicy;
  const triggers = [{ upToMinor: null, trigger: 'instant' as const }];
  const of = await underPolicy(shop, { returns: { ...returns, triggers } }, async () => delivered());
  const made = await ask(of, { method: 'home' });
  await issueReturnLabel(shop, SYSTEM, made);
  await chooseDropOff(shop, shopper, { orderId: of.orderId, ...made, nodeId: null });
  const owed = (await refundsOf(shop.db, of.orderId)).map(({ amount_minor }) => amount_minor);
  expect(owed).toEqual([49_000 - returns.fees.home, returns.fees.home]);

  const fetched = await underPolicy(shop, { returns: { ...returns, methods: ['home'] } }, async () => delivered());
  const only = await ask(fetched, { method: 'home' });
  await issueReturnLabel(shop, SYSTEM, only);
  expect(await outcomeOf(chooseDropOff(shop, shopper, { orderId: fetched.orderId, ...only, nodeId: null }))).toBe('method-not-offered');
  expect(await stateOf(only)).toBe('label_issued');
});
