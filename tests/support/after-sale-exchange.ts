import { returnableOrder } from '#db/queries/returnable.ts';
import { lapsePayment } from '#lib/commerce/payments/lapse-payment.server.ts';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { payOnTop } from './after-sale-on-top.ts';
import { ASKED_WAYS, some, UNITS, type World } from './after-sale-world.ts';
import { shopper } from './makers.ts';

/** Those that ask for no picture are likelier. */
const REASONS: readonly ReturnReason[] = ['too-small', 'too-large', 'changed-mind', 'defective', 'wrong-item'];

/** Something comes back, and one of the two makes of the thing out for it; now and then for a price that it does not cost. */
export async function askForExchange(world: World): Promise<boolean> {
  const { shop, orderId, random } = world;
  const lines = (await returnableOrder(shop.db, orderId))!.lines;
  const line = some(world, lines);
  if (!line) return false;
  const variantId = some(world, world.variantIds)!;
  const { amount_minor: today } = await shop.db
    .selectFrom('price')
    .select('amount_minor')
    .where('variant_id', '=', variantId)
    .executeTakeFirstOrThrow();
  const unitPriceMinor = random() < 0.05 ? today + 1 : variantId === line.variantId ? line.unitPriceMinor : today;
  const { fulfilmentLineId } = line;
  const asked = {
    fulfilmentLineId,
    quantity: 1 + Math.floor(random() * Math.min(line.quantity + 1, UNITS)),
    detail: '',
    words: '',
    photoIds: []
  };
  const exchanged = { ...asked, reason: some(world, REASONS)!, exchange: { variantId, unitPriceMinor } };
  const other = lines.find((one) => one !== line);
  // Now and then something else comes back with it for money.
  const further = other && random() < 0.5 ? [{ ...asked, fulfilmentLineId: other.fulfilmentLineId, reason: 'other' as const }] : [];
  const how = { method: some(world, ASKED_WAYS)!, to: 'original' as const, isKept: false, dropNodeId: null };
  await askForReturn(shop, shopper, { orderId, lines: [exchanged, ...further], ...how, key: shop.newId() });
  return true;
}

const waitingFor = async (world: World) =>
  some(
    world,
    await world.shop.db
      .selectFrom('return_case')
      .select('id')
      .where('order_id', '=', world.orderId)
      .where('exchange_state', '=', 'awaiting_payment')
      .execute()
  );

export async function payForExchange(world: World): Promise<boolean> {
  const { shop } = world;
  const waiting = await waitingFor(world);
  if (!waiting) return false;
  await payOnTop(world, waiting.id);
  await applyExchange(shop, SYSTEM, { returnId: waiting.id });
  return true;
}

export async function lapseAnExchange(world: World): Promise<boolean> {
  const { shop, orderId } = world;
  const later = { ...shop, now: () => new Date(shop.now().getTime() + 3_600_000) };
  const waiting = await waitingFor(world);
  if (!waiting) return false;
  await lapsePayment(later, SYSTEM, { orderId, changeId: waiting.id });
  await lapseExchange(later, SYSTEM, { returnId: waiting.id });
  return true;
}
