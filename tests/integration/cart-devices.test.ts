import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import type { OperationBody, OperationOutcome } from '#lib/commerce/cart/operations.ts';
import { aDevice, asMap, stepOf } from '../support/cart-devices.ts';
import { aCart, aVariant, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const STORE = 'blr-indiranagar';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function aWorld() {
  const { cartId, cartKey } = await aCart(shop);
  const answered: OperationOutcome[] = [];
  const read = async (): Promise<CartSnapshot> => {
    const [cart] = await cartSnapshots(shop.db, [cartId]);
    if (!cart) throw new Error('no cart');
    return cart;
  };
  const world = {
    shop: {
      read,
      apply: async (operations: Parameters<typeof applyOperations>[2]['operations']) =>
        applyOperations(shop, shopper, { cartKey, operations })
    },
    newId: () => randomUUID() as string,
    onAnswered: (some: OperationOutcome[]) => void answered.push(...some)
  };
  const first = await read();
  return { cartId, read, answered, devices: [0, 1, 2].map(() => aDevice(world, first)) };
}

test('three devices over the real shop, any history of troubles: all end equal, nothing is lost and nothing counts twice', async () => {
  const variants = [
    await aVariant(shop.db, { stock: { [STORE]: 7 } }),
    await aVariant(shop.db, { stock: { [STORE]: 50 } }),
    await aVariant(shop.db, { tracked: false })
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf(variants), { minLength: 10, maxLength: 30 }), async (steps) => {
      const { cartId, read, answered, devices } = await aWorld();
      for (const step of steps) await devices[step.device]!.step(step);
      await Promise.all(devices.map(async (device) => device.settle()));
      for (const device of devices) await device.comeLate();
      for (const device of devices) await device.hear();

      const { lines, version } = await read();
      const log = await shop.db.selectFrom('cart_operation').selectAll().where('cart_id', '=', cartId).execute();
      const outcomes = new Map(log.map(({ id, outcome }) => [id, outcome]));
      for (const device of devices) {
        expect(asMap(device.shown())).toEqual(asMap(lines));
        expect([device.cart().pending, await device.kept()]).toEqual([[], []]);
        for (const { id } of device.made) expect(outcomes.has(id)).toBe(true);
      }
      for (const { id, outcome } of answered) expect(outcomes.get(id)).toBe(outcome);
      expect(log).toHaveLength(devices.reduce((sum, { made }) => sum + made.length, 0));
      expect(version).toBe(1 + log.filter(({ outcome, detail }) => outcome === 'applied' && detail === null).length);
    }),
    { numRuns: 40 }
  );
}, 120_000);

test('ten minutes offline with 50 operations here and 20 there: equal within a second of coming back', async () => {
  const lamp = await aVariant(shop.db, { tracked: false });
  const mug = await aVariant(shop.db, { tracked: false });
  const { read, devices } = await aWorld();
  const [here, there] = [devices[0]!, devices[1]!];
  const add = (variantId: string): OperationBody => ({ kind: 'add', variantId, pickupNodeId: null, quantity: 1 });
  await here.step({ device: 0, does: 'disconnect' });
  for (let n = 0; n < 50; n++) await here.step({ device: 0, does: 'operate', body: add(lamp) });
  for (let n = 0; n < 20; n++) await there.step({ device: 1, does: 'operate', body: add(mug) });
  await there.settle();
  const began = performance.now();
  await here.step({ device: 0, does: 'connect' });
  await there.hear();
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(asMap((await read()).lines)).toEqual(
    asMap([lamp, mug].map((variantId, n) => ({ variantId, pickupNodeId: null, quantity: [50, 20][n]! })))
  );
  expect([asMap(here.shown()), asMap(there.shown())]).toEqual([asMap((await read()).lines), asMap((await read()).lines)]);
});
