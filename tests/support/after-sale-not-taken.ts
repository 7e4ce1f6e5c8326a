import { heldPayment, refusedCaptures, unansweredCaptures } from '#db/queries/captures.ts';
import { isAllOver } from '#lib/commerce/payments/capture-share.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { forgiveCapture } from '#lib/commerce/payments/forgive-capture.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { World } from './after-sale-world.ts';
import type { TestShop } from './shop.ts';

const refusedOf = async (shop: TestShop, orderId: string) =>
  (await refusedCaptures(shop.db, 10_000)).filter((one) => one.orderId === orderId);

/** The office sees to what a bank did not give for a parcel that left: it asks again, or lets it go. */
export async function seeToRefused({ shop, orderId, random }: World): Promise<boolean> {
  const [refused] = await refusedOf(shop, orderId);
  if (!refused) return false;
  if (random() < 0.5) await forgiveCapture(shop, SYSTEM, { captureId: refused.id });
  else await captureParcel(shop, SYSTEM, { fulfilmentOrderId: refused.fulfilmentOrderId, isAgain: true });
  return true;
}

/** What the sweeps ask for again: a bank was asked for it and has not said. By now it says yes. */
export async function askForAllUnsaid(shop: TestShop, orderId: string): Promise<void> {
  const unsaid = await unansweredCaptures(shop.db, shop.now(), 10_000);
  for (const { fulfilmentOrderId } of unsaid.filter((one) => one.orderId === orderId)) {
    await captureParcel(shop, SYSTEM, { fulfilmentOrderId });
  }
}

/** A steady hand asks a bank that says yes for all that it refused. */
export async function askForAllRefused(shop: TestShop, orderId: string): Promise<void> {
  for (const { fulfilmentOrderId } of await refusedOf(shop, orderId)) {
    await captureParcel(shop, SYSTEM, { fulfilmentOrderId, isAgain: true });
  }
}

/** Nothing can leave any more: then nothing is left to take, and no bank stands for a rest. @throws when one does */
export async function nothingIsHeld(shop: TestShop, orderId: string): Promise<void> {
  const held = await heldPayment(shop.db, orderId);
  if (held && isAllOver(held)) throw new Error(`its bank still stands for money: ${JSON.stringify(held)}`);
}
