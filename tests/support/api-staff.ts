import { codeOf } from '#lib/commerce/staff/device-code.ts';
import { enrolDevice } from '#lib/commerce/staff/enrol-device.server.ts';
import { offerDevice } from '#lib/commerce/staff/offer-device.server.ts';
import type { StaffRole } from '#lib/kernel/actor.ts';
import { hashPassword } from '#lib/server/passwords.ts';
import { GUEST, signIn } from '#lib/server/session.ts';
import { STORE, type Buyer, type Sent } from './api-world.ts';
import { aVariant } from './makers.ts';
import type { TestShop } from './shop.ts';
import { aPerson, type Person } from './staff.ts';

const PIN = '4071';
export const PRICE = 50_000;

export type AtWork = { person: Person; headers: { authorization: string } };

/** Somebody who works at the store and whose program brings the token of a session. */
export async function atWork(shop: TestShop, role: StaffRole = 'associate'): Promise<AtWork> {
  const person = await aPerson(shop, role, STORE);
  const { value } = await signIn(shop.db, person.userId, { door: 'staff', broughtAlong: null });
  return { person, headers: { authorization: `Bearer ${value}` } };
}

async function aDeviceCode(shop: TestShop): Promise<string> {
  const manager = await aPerson(shop, 'manager', STORE);
  const { deviceId } = await offerDevice(shop, manager, { name: 'A program', nodeId: STORE, key: shop.newId() });
  return codeOf(shop.keys.seal, deviceId);
}

async function withPin(shop: TestShop): Promise<{ userId: string; pin: string }> {
  const { userId } = await aPerson(shop, 'associate', STORE);
  await shop.db
    .updateTable('app_user')
    .set({ pin_hash: await hashPassword(PIN) })
    .where('id', '=', userId)
    .execute();
  return { userId, pin: PIN };
}

export async function aCartsCode(buyer: Buyer): Promise<string> {
  const { path } = await buyer.cart();
  const { json } = await buyer.ask({ method: 'PUT', path: `${path}/hand-over` });
  return String(json['code']);
}

/** A right request for each endpoint of the staff, after what has to happen before it. */
export function requestsOfStaff(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const counted = async () => aVariant(shop().db, { priceMinor: PRICE, stock: { [STORE]: 5 } });
  return {
    enrolDevice: async () => ({ method: 'POST', path: '/staff/devices', body: { code: await aDeviceCode(shop()) }, from: shop().newId() }),
    async createStaffSession() {
      const person = await withPin(shop());
      const { secret } = await enrolDevice(shop(), GUEST, { typed: await aDeviceCode(shop()), address: shop().newId() });
      return { method: 'POST', path: '/staff/sessions', body: { device: secret, ...person } };
    },
    async claimHandOver() {
      const { headers } = await atWork(shop());
      const body = { code: await aCartsCode(buyer()), terminal: 'the till at Indiranagar' };
      return { method: 'POST', path: '/staff/claims', body, headers, from: shop().newId() };
    },
    async sellInStore() {
      const { headers } = await atWork(shop());
      const body = { lines: [{ variantId: await counted(), quantity: 2 }], payment: 'cash', seenTotalMinor: 2 * PRICE };
      return { method: 'POST', path: '/staff/sales', body, headers, key: buyer().key() };
    },
    async correctStock() {
      const { headers } = await atWork(shop());
      const body = { variantId: await counted(), counted: 3, seen: 5, reason: 'two were broken' };
      return { method: 'POST', path: '/staff/stock-counts', body, headers, key: buyer().key() };
    },
    async receiveStock() {
      const { headers } = await atWork(shop());
      const body = { variantId: await counted(), quantity: 3, reason: 'note 4711' };
      return { method: 'POST', path: '/staff/deliveries', body, headers, key: buyer().key() };
    },
    async markDamaged() {
      const { headers } = await atWork(shop());
      const body = { variantId: await counted(), quantity: 2, fate: 'damaged', reason: 'fell down' };
      return { method: 'POST', path: '/staff/damages', body, headers, key: buyer().key() };
    }
  };
}
