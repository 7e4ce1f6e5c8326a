import { bindLines } from '#db/queries/ended-parcels.ts';
import { exchangeWorld } from '#db/queries/exchange-world.ts';
import { exchangeLinesOf, openHeldParcel, setExchangeLine, type ExchangeLine } from '#db/queries/exchanges.ts';
import { addLine } from '#db/queries/swapped-lines.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { oweBack } from '../../payments/owe-back.server.ts';
import { nettedWith } from '../exchange/balance.ts';
import { planInstead, titleOf, type ExchangeWorld, type NewParcel } from '../exchange/exchange-plan.ts';
import type { ReturnTurn } from './in-return.server.ts';

/** What the new thing costs is taken from what comes back, under this cause. */
export const exchangeCause = (returnId: string): string => `exchange:${returnId}`;

/**
 * A step of a turn: what comes instead is bound now, as further lines of the order in parcels that nobody works on yet, and what comes back pays for it.
 * What it costs more has been paid by then, and `held` it is by its row. Refuses `out-of-stock` when somebody else has it by now, and `no-service`.
 */
export async function holdExchange(turn: ReturnTurn): Promise<void> {
  const { tx, record, order, found, stream, at, shop } = turn;
  const lines = await exchangeLinesOf(tx, found.id);
  const variantIds = lines.map(({ variantId }) => variantId);
  const world = (await exchangeWorld(tx, order.id, variantIds)) ?? refuse('not-found');
  const planned = planInstead(world, lines, { dropNodeId: found.dropNodeId, holidays: shop.holidays(world.country, at), at });
  const parcels = await openParcels(turn, planned);
  for (const line of lines) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of lines, one after the other
    await addNewLine(turn, world, { line, parcels });
  }
  await net(turn, lines);
  const fulfilmentOrderIds = parcels.map(({ id }) => id);
  record(stream.next({ type: 'exchange.held', returnId: found.id, units: unitsOf(lines), fulfilmentOrderIds }));
  // Stock last, as everywhere.
  const { events, gone } = await bindLines(tx, { parcelIds: fulfilmentOrderIds, at });
  if (gone !== null) refuse('out-of-stock', titleOf(world, variantIds[0] ?? ''));
  record(...events);
}

export const unitsOf = (lines: readonly ExchangeLine[]) =>
  lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor }));

type Opened = NewParcel & { id: string };

async function openParcels({ tx, order, found, shop, at }: ReturnTurn, planned: readonly NewParcel[]): Promise<Opened[]> {
  const parcels = planned.map((one) => ({ ...one, id: shop.newId() }));
  for (const { id, nodeId, method, promised, metres } of parcels) {
    const plan = { shipBy: promised.shipBy.toISOString(), distanceMetres: Math.round(metres), returnId: found.id };
    const collectCode = method === 'pickup' ? shop.newCode(6) : null;
    // oxlint-disable-next-line no-await-in-loop -- their places are counted up
    await openHeldParcel(tx, { id, orderId: order.id, nodeId, method, service: promised.steps.service, collectCode, plan, at });
  }
  return parcels;
}

async function addNewLine(
  { tx, order, shop }: ReturnTurn,
  world: ExchangeWorld,
  { line, parcels }: { line: ExchangeLine; parcels: readonly Opened[] }
): Promise<void> {
  const target = world.targets.find(({ variantId }) => variantId === line.variantId) ?? refuse('out-of-stock');
  const { variantId, title, options, sku, imageSrc } = target;
  const id = shop.newId();
  const parts = parcels.flatMap((parcel) =>
    parcel.lines
      .filter(({ lineId }) => lineId === line.lineId)
      .map(({ quantity }) => ({ fulfilmentLineId: shop.newId(), parcelId: parcel.id, quantity }))
  );
  const { unitPriceMinor } = line;
  await addLine(tx, { id, orderId: order.id, variantId, title, options, sku, imageSrc, unitPriceMinor, parcels: parts });
  await setExchangeLine(tx, line.lineId, id);
}

/** What comes back pays for it from now on: it is netted with the order, and no money of it moves. */
async function net({ tx, record, order, found, stream, actor, at, shop }: ReturnTurn, lines: readonly ExchangeLine[]): Promise<void> {
  const newMinor = lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  const { nettedMinor, ...parts } = nettedWith(found, newMinor);
  const about = {
    orderId: order.id,
    cause: exchangeCause(found.id),
    reason: 'exchanged' as const,
    returnId: found.id,
    policy: found.policy
  };
  record(...(await oweBack(tx, { ...about, parts, nettedMinor, actor, stream, at, newId: shop.newId })));
}
