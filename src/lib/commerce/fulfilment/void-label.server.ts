import { setLabelState, shipmentOf } from '#db/queries/carrier-labels.ts';
import { findParcel } from '#db/queries/fulfilment.ts';
import type { Shop } from '#lib/server/shop.ts';
import { givenBack } from './given-back.ts';

/** Gives the label of a parcel back that will not travel. Runs as a job, so perhaps twice; what is still to go keeps its label. */
export async function voidLabel(shop: Shop, input: { fulfilmentOrderId: string }): Promise<void> {
  const { labels } = shop.carrier;
  const shipment = await shipmentOf(shop.db, input.fulfilmentOrderId);
  if (!labels || !shipment || (await findParcel(shop.db, input.fulfilmentOrderId))?.state !== 'cancelled') return;
  const { id, labelState, carrierRef } = shipment;
  if (labelState === 'own' || labelState === 'voided' || labelState === 'kept') return;
  await setLabelState(shop.db, id, ...(await givenBack(labels, { labelState, carrierRef })));
}
