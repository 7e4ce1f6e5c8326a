import { uuidv7 } from 'uuidv7';
import type { SoldThing } from '#db/bench/many-goods.ts';
import { insertReadyCarts, type ReadyCart } from '#db/bench/ready-carts.ts';
import type { DeliveryChoice } from '#lib/commerce/cart/delivery-choice.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { address, contact, FROM } from './buyer.ts';
import type { Lab, World } from './lab.ts';

export type Placeable = { cartKey: string; version: number };

const HOUR_MS = 3_600_000;
const AT_ONCE = 2_000;

/** Carts that only have to be ordered, one unit of one thing each, taking turns through all things. */
export async function readyCarts(lab: Lab, world: World, things: SoldThing[], count: number): Promise<Placeable[]> {
  const keys = accessKeys(lab.secret);
  const carts = Array.from({ length: count }, (_, i) => aCart(things[i % things.length]));
  for (let from = 0; from < count; from += AT_ONCE) {
    // oxlint-disable-next-line no-await-in-loop -- statements of bounded size, one after the other
    await insertReadyCarts(world.db, carts.slice(from, from + AT_ONCE), { contact, address });
  }
  return carts.map(({ id }) => ({ cartKey: keys.make('cart', id), version: 1 }));
}

function aCart(thing: SoldThing | undefined): ReadyCart {
  if (!thing) throw new Error('there is nothing to sell');
  const { variantId, priceMinor } = thing;
  return { id: uuidv7(), lineId: uuidv7(), variantId, priceMinor, delivery: aPlan(variantId) };
}

/** A plan as the quote makes it, from one place. */
function aPlan(variantId: string): DeliveryChoice {
  const after = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
  return {
    id: 'standard',
    costMinor: 4_900,
    quotedAt: after(0),
    parcels: [
      {
        ...FROM,
        method: 'ship',
        service: 'standard',
        lines: [{ variantId, quantity: 1, counted: true }],
        deliverFrom: after(48),
        deliverUntil: after(56),
        orderBy: after(24),
        shipBy: after(26),
        distanceMetres: 18_300,
        inputs: {},
        ruleVersion: 'delivery-1'
      }
    ]
  };
}
