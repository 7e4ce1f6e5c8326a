import { uuidv7 } from 'uuidv7';
import type { Db } from '#db/client.ts';
import type { DeliveryChoice, PlannedParcel } from '#lib/commerce/cart/delivery-choice.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import type { NodeKind } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { Shopper, Staff } from '#lib/kernel/actor.ts';
import type { TestShop } from './shop.ts';

export const shopper: Shopper = { role: 'shopper', channel: 'web' };
export const asha: Staff = {
  role: 'associate',
  userId: '0199f000-0000-7000-8000-00000000a5a1',
  name: 'Asha',
  nodeId: 'blr-indiranagar',
  channel: 'pos'
};

const ALWAYS_OPEN = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['09:00', '21:00']]));

export async function aNode(db: Db, id: string, more: { kind?: NodeKind; lat?: number; lng?: number } = {}): Promise<string> {
  await db
    .insertInto('node')
    .values({
      id,
      name: id,
      kind: more.kind ?? 'store',
      address: '1 Test Road',
      city: 'Bengaluru',
      postcode: '560038',
      country: 'IN',
      region: 'IN-KA',
      lat: more.lat ?? 12.978346,
      lng: more.lng ?? 77.640787,
      time_zone: 'Asia/Kolkata',
      opening: JSON.stringify(ALWAYS_OPEN),
      cutoffs: JSON.stringify({ standard: '16:00', express: '14:00', same_day: '17:00', pickup: '20:00' }),
      processing_minutes: 60,
      capacity_per_day: 500,
      methods: more.kind === 'third_party' ? ['ship'] : ['ship', 'pickup']
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

/** Where `address` lies, so that promises can be made for it. */
export async function thePostcode(db: Db): Promise<void> {
  await db.insertInto('postcode').values({ country: 'IN', code: '560038', lat: 12.978346, lng: 77.640787, city: 'Bengaluru' }).execute();
}

/** A product with one variant for sale, and what lies of it where. */
export async function aVariant(
  db: Db,
  more: { priceMinor?: number; stock?: Record<string, number>; tracked?: boolean; likeVariant?: string; options?: string[] } = {}
): Promise<string> {
  const like = db
    .selectFrom('variant')
    .select('product_id')
    .where('id', '=', more.likeVariant ?? '');
  const productId = more.likeVariant ? (await like.executeTakeFirstOrThrow()).product_id : uuidv7();
  const id = uuidv7();
  if (!more.likeVariant)
    await db
      .insertInto('product')
      .values({ id: productId, handle: `thing-${productId}`, title: `Thing ${productId.slice(-4)}`, import_id: null })
      .execute();
  const codes = { sku: null, barcode: null, cost_minor: null, image_src: null, import_id: null };
  await db
    .insertInto('variant')
    .values({ id, product_id: productId, tracked: more.tracked ?? true, options: more.options ?? [], ...codes })
    .execute();
  await db
    .insertInto('price')
    .values({ variant_id: id, currency: 'INR', amount_minor: more.priceMinor ?? 49_000, compare_at_minor: null })
    .execute();
  for (const [nodeId, onHand] of Object.entries(more.stock ?? {})) await aLevel(db, { variantId: id, nodeId, onHand });
  return id;
}

export async function aLevel(db: Db, { variantId, nodeId, onHand }: { variantId: string; nodeId: string; onHand: number }): Promise<void> {
  await aNode(db, nodeId);
  await db.insertInto('stock_level').values({ variant_id: variantId, node_id: nodeId, on_hand: onHand, bin: null }).execute();
  const moved = { variant_id: variantId, node_id: nodeId, kind: 'received' as const, quantity: onHand, order_id: null, import_id: null };
  await db
    .insertInto('stock_movement')
    .values({ id: uuidv7(), ...moved, actor: '{"role":"system"}', at: new Date() })
    .execute();
}

/** So many of them lie there and are not for sale. */
export async function setAside(db: Db, at: { variantId: string; nodeId: string; units: number }): Promise<void> {
  const where = { variant_id: at.variantId, node_id: at.nodeId };
  await db
    .insertInto('stock_movement')
    .values({
      ...where,
      id: uuidv7(),
      kind: 'damaged',
      quantity: 0,
      set_aside: at.units,
      order_id: null,
      import_id: null,
      actor: '{}',
      at: new Date()
    })
    .execute();
  await db
    .updateTable('stock_level')
    .set((eb) => ({ unavailable: eb('unavailable', '+', at.units) }))
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .execute();
}

export async function level(db: Db, variantId: string, nodeId: string) {
  return db
    .selectFrom('stock_level')
    .selectAll()
    .where('variant_id', '=', variantId)
    .where('node_id', '=', nodeId)
    .executeTakeFirstOrThrow();
}

export async function aCart(shop: TestShop): Promise<{ cartId: string; cartKey: string }> {
  return openCart(shop, shopper);
}

export const contact = { email: 'rhea@example.com', name: 'Rhea Test', phone: '9800000000' };
export const address = { line1: '12 Test Street', line2: '', city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' };

/** A plan as the quote makes it, from one node, good for a day. */
export function aPlan(
  lines: { variantId: string; quantity: number }[],
  more: Partial<PlannedParcel> & { costMinor?: number } = {}
): DeliveryChoice {
  const { costMinor = 4900, ...parcel } = more;
  const planned: PlannedParcel = {
    nodeId: 'blr-domlur',
    nodeName: 'Domlur',
    method: 'ship',
    service: 'standard',
    lines: lines.map((line) => ({ ...line, counted: true })),
    deliverFrom: '2026-11-27T04:30:00.000Z',
    deliverUntil: '2026-11-28T14:30:00.000Z',
    orderBy: '2026-11-25T10:30:00.000Z',
    shipBy: '2026-11-25T13:00:00.000Z',
    distanceMetres: 2100,
    inputs: {},
    ruleVersion: 'delivery-1',
    ...parcel
  };
  return {
    id: planned.method === 'pickup' ? 'pickup' : planned.service,
    parcels: [planned],
    costMinor,
    quotedAt: '2026-11-25T05:00:00.000Z'
  };
}
