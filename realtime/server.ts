import type { Server as HttpServer } from 'node:http';
import { connect } from '#db/client.ts';
import { listen } from '#db/listen.ts';
import { PAGES_CHANNEL, roomsIn, tellPages } from '#db/pages-signal.ts';
import { theOutside, theShop } from '#lib/server/composition.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import type { Shop } from '#lib/server/shop.ts';
import { audienceOf } from './audience.ts';
import { cartPresence } from './cart-presence.ts';
import { startJobs } from './jobs.ts';
import { driveOutside, type Outside } from './outside.ts';
import { startPages } from './pages.ts';
import { presentState } from './present-state.ts';
import { startRelay } from './relay.ts';
import { cartsToldOf } from './rooms.ts';
import { endLostSessions } from './lost-sessions.ts';
import { closeSockets, openSockets } from './sockets.ts';
import { startSweeps } from './sweeps.ts';
import { closeTakenBack } from './taken-back.ts';
import { tellWhoIsHere } from './tell-who-is-here.ts';

export type Realtime = { stop: () => Promise<void> };

/** What of the house is needed here; tests bring their own. */
export type House = { shop: Shop; outside: Outside; settings: Pick<Settings, 'databaseUrl' | 'origin' | 'behindProxy' | 'carrierSpeed'> };

const OWN_CONNECTIONS = 4;

/**
 * Sockets, relay, jobs, sweeps and the outside world beside the pages of one process. Start it in every process on the
 * same database: leases decide who relays, sweeps and drives, and all of them tell their own pages.
 */
export async function startRealtime(http: HttpServer, house: House = theHouse()): Promise<Realtime> {
  const { shop, settings, outside } = house;
  const jobs = await startJobs(shop, settings);
  const own = withOwnConnections(shop, settings.databaseUrl);
  const present = presentState(own);
  const presence = cartPresence();
  const io = openSockets(http, { shop: own, present, presence, settings });
  const pages = startPages(audienceOf(io), present, shop.report);
  io.of('/').adapter.on('delete-room', pages.forget);

  const here = tellWhoIsHere(io, own, presence);
  const taken = closeTakenBack(io, own, presence);
  const hear = (rooms: string[]) => {
    pages.touch(rooms);
    here.touch(cartsToldOf(rooms));
  };

  const ears = { outbox: shop.outbox.hear, [PAGES_CHANNEL]: (payload: string) => hear(roomsIn(payload)) };
  const deafen = listen(settings.databaseUrl, ears, pages.refresh);
  const relay = startRelay(own, { tellPages: async (rooms) => tellPages(own.db, rooms), enqueue: jobs.enqueue });
  const sweeps = startSweeps(own, jobs);
  const driving = driveOutside(own, outside);
  const sessions = endLostSessions(io, own);

  return {
    async stop() {
      const closed = closeSockets(io);
      await Promise.all([here.stop(), taken.stop(), driving.stop(), sessions.stop(), sweeps.stop(), relay.stop(), pages.stop(), deafen()]);
      // After the relay, which writes jobs through it.
      await jobs.stop();
      await closed;
      await own.db.destroy();
    }
  };
}

/** When every connection of the shop is busy with buyers, pages must still hear what they bought. */
function withOwnConnections(shop: Shop, databaseUrl: string): Shop {
  return { ...shop, db: connect(databaseUrl, { max: OWN_CONNECTIONS, onError: shop.report }) };
}

const theHouse = (): House => ({ shop: theShop(), outside: theOutside(), settings: readSettings() });
