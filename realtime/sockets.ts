import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Shop } from '#lib/server/shop.ts';
import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import { addressOf } from '#lib/server/address-of.ts';
import { visitorFrom } from '#lib/server/session.ts';
import type { Settings } from '#lib/server/settings.ts';
import { talkBrowserIn } from '#lib/server/talk-cookie.ts';
import type { Live, LiveSocket } from './answering.ts';
import type { LiveServer } from './audience.ts';
import { eventBudget } from './event-budget.ts';
import { isFromOurPages } from './from-our-pages.ts';
import { cartApply } from './handlers/cart-apply.ts';
import { chatSay } from './handlers/chat-say.ts';
import { cartWatch } from './handlers/cart-watch.ts';
import { consentWatch } from './handlers/consent-watch.ts';
import { workWatch } from './handlers/work-watch.ts';
import { orderWatch } from './handlers/order-watch.ts';
import { queueWatch } from './handlers/queue-watch.ts';
import { returnsWatch } from './handlers/returns-watch.ts';
import { stockWatch } from './handlers/stock-watch.ts';
import { talkWatch } from './handlers/talk-watch.ts';
import { talksWatch } from './handlers/talks-watch.ts';
import type { Presence } from './cart-presence.ts';
import type { PresentState } from './present-state.ts';
import { LIVE_PATH } from './protocol.ts';
import { room } from './rooms.ts';

const HANDLERS: ((live: Live) => void)[] = [
  stockWatch,
  queueWatch,
  orderWatch,
  cartWatch,
  cartApply,
  consentWatch,
  workWatch,
  returnsWatch,
  talkWatch,
  talksWatch,
  chatSay
];

const LIMITS = { maxHttpBufferSize: 65_536, perMessageDeflate: false, connectTimeout: 10_000, pingInterval: 10_000, pingTimeout: 5_000 };

/** In each process. More tabs than that are not live. */
const SOCKETS_PER_SESSION = 5;

/** A moment more for each socket that has to find another process, so that those do not all come at once. */
const SPREAD_MS_EACH = 1;
const LONGEST_SPREAD_MS = 10_000;

/** On these pages somebody who also shops here, in the same browser, is the staff. */
const AT_WORK = /^\/(till|stock|office|find|customer|work|returns)(\/|$)/;

/** And on these everybody is a guest. */
const AT_KIOSK = /^\/kiosk(\/(?!start)|$)/;

type Door = { shop: Shop; present: PresentState; presence: Presence; settings: Pick<Settings, 'origin' | 'behindProxy'> };

/** The socket server beside the pages: who may come in, as whom, and how much each may say. */
export function openSockets(http: HttpServer, { shop, present, presence, settings }: Door): LiveServer {
  const io: LiveServer = new Server(http, {
    ...LIMITS,
    path: LIVE_PATH,
    transports: ['websocket'],
    serveClient: false,
    allowRequest: (request, answer) => answer(null, isFromOurPages(request, settings.origin))
  });
  io.use((socket, next) => {
    socket.data.address = addressOf(socket.request, settings);
    identify(io, socket, shop).then(
      () => next(),
      (fault: unknown) => {
        if (!isRefusal(fault)) shop.report(fault);
        // The page is told the words of a refusal, never those of a fault.
        next(new Error(isRefusal(fault) ? fault.code : 'unavailable'));
      }
    );
  });
  io.on('connection', (socket) => {
    if (socket.data.session) void socket.join(room.session(socket.data.session));
    limitEvents(socket);
    for (const handle of HANDLERS) handle({ shop, present, presence, socket });
  });
  return io;
}

async function identify(io: LiveServer, socket: LiveSocket, shop: Shop): Promise<void> {
  const { auth, headers } = socket.handshake;
  // Which of the sessions that the browser has is meant; it says nothing about who somebody is.
  const at = typeof auth['at'] === 'string' ? auth['at'] : '';
  const which = { atWork: AT_WORK.test(at), atKiosk: AT_KIOSK.test(at) };
  const { actor, session: known } = await visitorFrom({ cookie: headers.cookie, userAgent: headers['user-agent'], ...which }, shop.db);
  const session = known?.name;
  const open = session ? io.of('/').adapter.rooms.get(room.session(session)) : undefined;
  if (open && open.size >= SOCKETS_PER_SESSION) refuse('too-many');
  Object.assign(socket.data, { actor, session, browser: talkBrowserIn(headers.cookie), carts: new Map(), talks: new Map() });
}

function limitEvents(socket: LiveSocket): void {
  const spend = eventBudget();
  socket.use((packet, next) => {
    const spent = spend(performance.now());
    if (spent === 'within') return next();
    if (spent === 'flood') return void socket.disconnect(true);
    const ack: unknown = packet.at(-1);
    if (typeof ack === 'function') ack({ refused: 'too-many-requests' });
  });
}

/** Tells the pages to come back somewhere else, and ends the connections and the server they stand on. */
export async function closeSockets(io: LiveServer): Promise<void> {
  io.emit('server.closing', { spreadMs: Math.min(LONGEST_SPREAD_MS, io.of('/').sockets.size * SPREAD_MS_EACH) });
  await io.close();
}
