import { placeAtWork, workAt, type WorkParcel } from '#db/queries/store-work.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { packPicked } from '#lib/commerce/store-work/pack-picked.server.ts';
import { inBinOrder } from '#lib/commerce/store-work/pick.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { workQueue } from '#lib/commerce/store-work/work-order.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { endpoint, keyIfAny, type Endpoint } from '../endpoint.ts';
import { Nothing } from '../schemas.ts';
import { Collected, Collection, OfParcel, Packed, Pick, PickedUnit, Rejected, Rejection, WorkList } from '../schemas/work.ts';

const SOMETHING = '0199f0a0-0000-7000-8000-000000000001';

export const workEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/staff/work',
    operationId: 'listWork',
    tag: 'staff',
    summary: 'What waits to be picked, packed and handed over here',
    description: 'From the top down: what is picked in this order is in time, but for what stands last as late.',
    params: Nothing,
    status: 200,
    answer: WorkList,
    refusals: ['forbidden'],
    signedIn: 'staff',
    async run(shop, actor) {
      const { nodeId } = atNode(actor, 'fulfil');
      const { capacityPerDay } = (await placeAtWork(shop.db, nodeId)) ?? refuse('forbidden');
      const { queue, late } = workQueue(await workAt(shop.db, nodeId), { now: shop.now(), capacityPerDay });
      return { nodeId, late, parcels: queue.flatMap(parcelAnswer) };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/staff/work/{parcelId}/picks',
    operationId: 'pickItem',
    tag: 'staff',
    summary: 'One unit of a parcel is in the hand',
    description: 'With the first one the parcel is begun, and stays at this place. The key is that of the unit: make a new one for each.',
    params: OfParcel,
    body: Pick,
    status: 201,
    answer: PickedUnit,
    refusals: ['forbidden', 'wrong-item', 'wrong-count', 'not-allowed'],
    once: true,
    signedIn: 'staff',
    example: { body: { code: 'MEZ-GUMBAD-INDIGO' } },
    run: async (shop, actor, { params, body, key }) => pickItem(shop, actor, { fulfilmentOrderId: params.parcelId, ...body, key })
  }),
  endpoint({
    method: 'PUT',
    path: '/staff/work/{parcelId}/packed',
    operationId: 'packPicked',
    tag: 'staff',
    summary: 'Close a parcel of which every unit was scanned',
    params: OfParcel,
    status: 200,
    answer: Packed,
    refusals: ['forbidden', 'not-allowed'],
    signedIn: 'staff',
    async run(shop, actor, { params: { parcelId } }) {
      await packPicked(shop, actor, { fulfilmentOrderId: parcelId });
      return { parcelId, state: 'packed' as const };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/staff/work/{parcelId}/rejections',
    operationId: 'rejectParcel',
    tag: 'staff',
    summary: 'It cannot be filled here',
    description: 'What is sent goes to the next best place at once; whoever would collect it is asked.',
    again: 'Sent again, it is refused: the parcel is not here any more.',
    keyed: 'answer',
    params: OfParcel,
    body: Rejection,
    status: 201,
    answer: Rejected,
    refusals: ['forbidden', 'not-allowed'],
    signedIn: 'staff',
    example: { body: { reason: 'not-found', missing: [{ variantId: SOMETHING, quantity: 1 }] } },
    run: async (shop, actor, { params, body }) => rejectParcel(shop, actor, { fulfilmentOrderId: params.parcelId, ...body })
  }),
  endpoint({
    method: 'POST',
    path: '/staff/work/{parcelId}/collections',
    operationId: 'collectParcel',
    tag: 'staff',
    summary: 'Hand a parcel over to whoever shows its code',
    description: 'What was to be paid here is paid with it. A wrong code is refused as `not-allowed`.',
    again: 'Sent again, it is refused: it is collected already.',
    keyed: 'command',
    params: OfParcel,
    body: Collection,
    status: 201,
    answer: Collected,
    refusals: ['forbidden', 'not-allowed'],
    signedIn: 'staff',
    example: { body: { code: '7K3Q' } },
    async run(shop, actor, { params: { parcelId }, body, key }) {
      await collectParcel(shop, actor, { fulfilmentOrderId: parcelId, ...body, key: keyIfAny(key) });
      return { parcelId, state: 'collected' as const };
    }
  })
];

/** What is taken along at once is nobody's work. */
function parcelAnswer({ id, number, method, service, state, due, name, isUnpaid, lines }: WorkParcel) {
  if (method === 'carry_out') return [];
  const shown = inBinOrder(lines).map(({ variantId, title, options, sku, barcode, bin, quantity, picked }) => ({
    variantId,
    title,
    options,
    sku,
    barcode,
    bin,
    quantity,
    picked
  }));
  return [{ parcelId: id, number, method, service, state, due: due && new Date(due).toISOString(), name, isUnpaid, lines: shown }];
}
