import { io, type Socket } from 'socket.io-client';
import { LIVE_PATH, type ClientToServer, type ServerToClient } from '#realtime/protocol.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import type { FromOrderPages, HeardOrder, ToOrderPages } from './order-messages.ts';

// A process full of open order pages. On each message a page reads its data anew, as the page in a browser does.
type Page = Socket<ServerToClient, ClientToServer>;

const ASK_WITHIN_MS = 30_000;
const CONNECTIONS = 16;

const pages: Page[] = [];
let client: HttpClient | undefined;
let heard: HeardOrder[] = [];

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  const told = message as ToOrderPages;
  if (told.say === 'open') open(told).then((orderIds) => answer({ said: 'open', orderIds }), giveUp);
  else {
    answer({ said: 'heard', heard });
    heard = [];
  }
});
process.send?.('ready');

async function open({ origin, orderKeys }: Extract<ToOrderPages, { say: 'open' }>): Promise<string[]> {
  client = httpClient(origin, CONNECTIONS);
  const orderIds: string[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const orderKey of orderKeys) orderIds.push(await watching(origin, orderKey));
  return orderIds;
}

async function watching(origin: string, orderKey: string): Promise<string> {
  const page: Page = io(origin, { path: LIVE_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { origin } });
  pages.push(page);
  const answered = await page.timeout(ASK_WITHIN_MS).emitWithAck('order.watch', { orderKey });
  if (!('ok' in answered)) throw new Error(`the page may not watch: ${JSON.stringify(answered)}`);
  page.on('order.changed', ({ orderId }) => {
    read(orderKey, { orderId, heardAt: epochMs() }).catch(giveUp);
  });
  return answered.ok.orderId;
}

async function read(orderKey: string, { orderId, heardAt }: Pick<HeardOrder, 'orderId' | 'heardAt'>): Promise<void> {
  const reply = await client?.send('GET', `/orders/${orderKey}/__data.json`);
  if (reply?.status !== 200) throw new Error(`the page could not read its order: ${reply?.status}`);
  heard.push({ orderId, heardAt, readAt: epochMs() });
}

const epochMs = (): number => performance.timeOrigin + performance.now();

function answer(message: FromOrderPages): void {
  process.send?.(message);
}

function giveUp(fault: unknown): void {
  answer({ said: 'fault', words: fault instanceof Error ? fault.message : String(fault) });
}
