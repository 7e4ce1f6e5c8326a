import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { connect } from '#db/client.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import type { CartSnapshot, CartVisitor } from '#lib/commerce/cart/cart-snapshot.ts';
import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import type { Shop } from '#lib/server/shop.ts';
import { LIVE_PATH, type Answer, type ClientToServer, type ServerToClient } from '#realtime/protocol.ts';
import { startRealtime, type House } from '#realtime/server.ts';
import type { TestShop } from './shop.ts';

export type WebProcess = { url: string; shop: Shop; stop: () => Promise<void> };

/** Another web process on the same database: a pool, ears, sockets, relay and jobs of its own. */
export async function aProcess(shop: TestShop, more: Partial<House['settings'] & { outside: House['outside'] }> = {}): Promise<WebProcess> {
  const { outside = { start: () => undefined, stop: async () => undefined }, ...settings } = more;
  const db = connect(shop.url, { onError: shop.report });
  const own: Shop = { ...shop, db, outbox: outboxSignal(db) };
  const http = createServer();
  const house = {
    shop: own,
    outside,
    settings: { databaseUrl: shop.url, origin: undefined, behindProxy: false, carrierSpeed: 600, ...settings }
  };
  const realtime = await startRealtime(http, house);
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    shop: own,
    async stop() {
      await realtime.stop();
      await db.destroy();
    }
  };
}

export type LivePage = {
  socket: Socket<ServerToClient, ClientToServer>;
  stock: StockSnapshot[];
  orders: OrderSnapshot[];
  carts: CartSnapshot[];
  /** Who else is at the cart, as told last. */
  here: CartVisitor[][];
  watchStock: (...variantIds: string[]) => Promise<Answer<StockSnapshot[]>>;
  watchOrder: (orderKey: string) => Promise<Answer<OrderSnapshot>>;
  watchCart: (cartKey: string) => Promise<Answer<CartSnapshot>>;
  close: () => void;
};

/** An open page of a browser: it sends the Origin of the process it came from, unless told otherwise. */
export function aPage(url: string, headers: Record<string, string> = { origin: url }): LivePage {
  const socket: LivePage['socket'] = io(url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
    extraHeaders: headers
  });
  const stock: StockSnapshot[] = [];
  const orders: OrderSnapshot[] = [];
  const carts: CartSnapshot[] = [];
  const here: CartVisitor[][] = [];
  socket.on('cart.changed', (snapshot) => void carts.push(snapshot)).on('cart.presence', (presence) => void here.push(presence.here));
  socket.on('stock.changed', (snapshot) => void stock.push(snapshot)).on('order.changed', (snapshot) => void orders.push(snapshot));
  const asking = socket.timeout(5_000);
  return {
    socket,
    stock,
    orders,
    carts,
    here,
    watchStock: (...variantIds) => asking.emitWithAck('stock.watch', { variantIds }),
    watchOrder: (orderKey) => asking.emitWithAck('order.watch', { orderKey }),
    watchCart: (cartKey) => asking.emitWithAck('cart.watch', { cartKey }),
    close: () => void socket.close()
  };
}

/** How the server answered the handshake: `in`, or the words of its refusal. */
export function handshake(url: string, headers: Record<string, string>): Promise<string> {
  const { socket, close } = aPage(url, headers);
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('in')).on('connect_error', (error) => resolve(error.message));
  }).finally(close);
}
