import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import { LIVE_PATH, type ClientToServer, type ServerToClient } from '#realtime/protocol.ts';
import type { FromCarts, ToCarts } from './cart-messages.ts';

// A process full of carts that two devices have open each: both ends are here, so one clock tells how long it took.
type Device = Socket<ServerToClient, ClientToServer>;
type Shared = { cartKey: string; devices: [Device, Device] };

const ASK_WITHIN_MS = 30_000;
const HEARD_WITHIN_MS = 10_000;
const AT_ONCE = 25;

const carts: Shared[] = [];
/** Operations on their way: when they were pressed. */
const pressed = new Map<string, number>();
const heardMs: number[] = [];

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  const told = message as ToCarts;
  const work = told.say === 'open' ? open(told) : operate(told);
  work.then(answer, (fault: unknown) => answer({ said: 'fault', words: fault instanceof Error ? fault.message : String(fault) }));
});
process.send?.('ready');

async function open({ origin, cartKeys }: Extract<ToCarts, { say: 'open' }>): Promise<FromCarts> {
  for (let from = 0; from < cartKeys.length; from += AT_ONCE) {
    // oxlint-disable-next-line no-await-in-loop -- some at a time
    carts.push(...(await Promise.all(cartKeys.slice(from, from + AT_ONCE).map(async (key) => shared(origin, key)))));
  }
  return { said: 'open' };
}

async function shared(origin: string, cartKey: string): Promise<Shared> {
  const devices = [device(origin), device(origin)] as [Device, Device];
  for (const one of devices) {
    // oxlint-disable-next-line no-await-in-loop -- two of them
    const answered = await one.timeout(ASK_WITHIN_MS).emitWithAck('cart.watch', { cartKey });
    if (!('ok' in answered)) throw new Error(`the device may not watch: ${answered.refused}`);
  }
  const [, other] = devices;
  other.on('cart.changed', hear);
  return { cartKey, devices };
}

function device(origin: string): Device {
  return io(origin, { path: LIVE_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { origin } });
}

function hear({ done }: CartSnapshot): void {
  const now = performance.now();
  for (const id of done) {
    const since = pressed.get(id);
    if (since === undefined) continue;
    pressed.delete(id);
    heardMs.push(now - since);
  }
}

/** Presses at fixed times, on one cart after the other, whether the ones before were heard or not. */
async function operate({ variantIds, perSecond, seconds }: Extract<ToCarts, { say: 'operate' }>): Promise<FromCarts> {
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    // oxlint-disable-next-line no-await-in-loop -- at fixed times
    await pause(Math.max(0, began + (n * 1_000) / perSecond - performance.now()));
    press(carts[n % carts.length], variantIds[n % variantIds.length] ?? '');
  }
  for (const until = performance.now() + HEARD_WITHIN_MS; pressed.size > 0 && performance.now() < until;) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await pause(50);
  }
  return { said: 'heard', heardMs: heardMs.splice(0), missed: pressed.size };
}

function press(cart: Shared | undefined, variantId: string): void {
  if (!cart) return;
  const id = randomUUID();
  pressed.set(id, performance.now());
  const head = { id, baseVersion: 1, madeAt: new Date().toISOString() };
  const operations = [{ ...head, kind: 'add' as const, variantId, pickupNodeId: null, quantity: 1 }];
  cart.devices[0].emit('cart.apply', { cartKey: cart.cartKey, operations }, () => undefined);
}

function answer(message: FromCarts): void {
  process.send?.(message);
}
