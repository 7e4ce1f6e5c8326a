import { findDevice, peopleWithPin } from '#db/queries/staff-devices.ts';
import { enrolDevice } from '#lib/commerce/staff/enrol-device.server.ts';
import { usePin } from '#lib/commerce/staff/use-pin.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { claimByCode } from '../../claim-by-code.ts';
import { signIn } from '../../session.ts';
import { deviceHandle } from '../../staff-device.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { theStaff } from '../signed-in.ts';
import {
  Claim,
  ClaimedByStaff,
  CountedStock,
  Damage,
  Delivery,
  Enrol,
  EnrolledDevice,
  MarkedStock,
  ReceivedStock,
  Sale,
  SignInWithPin,
  Sold,
  StaffSession,
  StockCount
} from '../schemas/staff.ts';
import { Nothing } from '../schemas.ts';

const SOMEBODY = '0199f0a0-0000-7000-8000-00000000a5a1';
const SOMETHING = '0199f0a0-0000-7000-8000-000000000001';

export const staffEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/staff/devices',
    operationId: 'enrolDevice',
    tag: 'staff',
    summary: 'Become a device of one of our places',
    again: 'The code works once.',
    keyed: 'secret',
    params: Nothing,
    body: Enrol,
    status: 201,
    answer: EnrolledDevice,
    refusals: ['code-wrong', 'too-many-requests'],
    example: { body: { code: '7K3QX-M2R9T' } },
    async run(shop, actor, { body, from }) {
      const { secret } = await enrolDevice(shop, actor, { typed: body.code, address: from });
      const { nodeId } = (await findDevice(shop.db, deviceHandle(secret))) ?? refuse('code-wrong');
      return { device: secret, nodeId, people: await peopleWithPin(shop.db, nodeId) };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/staff/sessions',
    operationId: 'createStaffSession',
    tag: 'staff',
    summary: 'Sign in on a device with a PIN',
    again: 'Sent again, it starts another session.',
    keyed: 'secret',
    params: Nothing,
    body: SignInWithPin,
    status: 201,
    answer: StaffSession,
    refusals: ['device-unknown', 'pin-refused', 'too-many-requests'],
    example: { body: { device: 'd'.repeat(43), userId: SOMEBODY, pin: '481516' } },
    async run(shop, actor, { body: { device, userId, pin }, userAgent }) {
      const { role, deviceId } = await usePin(shop, actor, { secret: device, userId, pin });
      const { value } = await signIn(shop.db, userId, { door: 'staff', broughtAlong: null, userAgent, deviceId });
      return { token: value, userId, role };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/staff/claims',
    operationId: 'claimHandOver',
    tag: 'staff',
    summary: 'Open a shopper’s cart by the code they show',
    description: 'The key opens the cart for whoever claimed it, for twelve hours or until its owner takes it back.',
    again: 'A code opens once.',
    keyed: 'secret',
    params: Nothing,
    body: Claim,
    status: 201,
    answer: ClaimedByStaff,
    refusals: ['code-wrong', 'forbidden', 'too-many-requests'],
    signedIn: 'staff',
    example: { body: { code: '7K3Q-XM2R', terminal: 'the till at Indiranagar' } },
    async run(shop, actor, { body: { code, terminal }, from }) {
      const { userId } = theStaff(actor);
      return claimByCode(shop, actor, { typed: code, terminal: userId, label: terminal, address: from });
    }
  }),
  endpoint({
    method: 'POST',
    path: '/staff/sales',
    operationId: 'sellInStore',
    tag: 'staff',
    summary: 'Sell for cash what lies on the shelf here',
    params: Nothing,
    body: Sale,
    status: 201,
    answer: Sold,
    refusals: ['forbidden', 'too-many', 'not-for-sale', 'price-changed', 'out-of-stock', 'not-enough-stock'],
    once: true,
    signedIn: 'staff',
    example: { body: { lines: [{ variantId: SOMETHING, quantity: 1 }], payment: 'cash', seenTotalMinor: 649_000 } },
    run: async (shop, actor, { body, key }) => sellInStore(shop, actor, { ...body, key })
  }),
  endpoint({
    method: 'POST',
    path: '/staff/stock-counts',
    operationId: 'correctStock',
    tag: 'staff',
    summary: 'Write down what was counted on a shelf here',
    params: Nothing,
    body: StockCount,
    status: 201,
    answer: CountedStock,
    refusals: ['forbidden', 'not-found', 'not-allowed', 'stale-version'],
    once: true,
    signedIn: 'staff',
    example: { body: { variantId: SOMETHING, counted: 4, seen: 5, reason: 'one was broken' } },
    run: async (shop, actor, { body, key }) => correctStock(shop, actor, { ...body, key })
  }),
  endpoint({
    method: 'POST',
    path: '/staff/deliveries',
    operationId: 'receiveStock',
    tag: 'staff',
    summary: 'Put on the shelf here what came in',
    params: Nothing,
    body: Delivery,
    status: 201,
    answer: ReceivedStock,
    refusals: ['forbidden', 'not-found', 'not-allowed'],
    once: true,
    signedIn: 'staff',
    example: { body: { variantId: SOMETHING, quantity: 12, reason: 'note 4711' } },
    run: async (shop, actor, { body, key }) => receiveStock(shop, actor, { ...body, key })
  }),
  endpoint({
    method: 'POST',
    path: '/staff/damages',
    operationId: 'markDamaged',
    tag: 'staff',
    summary: 'Set aside what is damaged here, or put it back',
    params: Nothing,
    body: Damage,
    status: 201,
    answer: MarkedStock,
    refusals: ['forbidden', 'not-found', 'not-allowed', 'not-enough-stock'],
    once: true,
    signedIn: 'staff',
    example: { body: { variantId: SOMETHING, quantity: 1, fate: 'damaged', reason: 'fell down' } },
    run: async (shop, actor, { body, key }) => markDamaged(shop, actor, { ...body, key })
  })
];
