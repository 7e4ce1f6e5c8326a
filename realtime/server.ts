import type { Server as HttpServer } from 'node:http';
import { listen } from '#db/listen.ts';
import { PAGES_CHANNEL, roomsIn, tellPages } from '#db/pages-signal.ts';
import { theOutside, theShop } from '#lib/server/composition.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import type { Shop } from '#lib/server/shop.ts';
import { audienceOf } from './audience.ts';
import { startJobs } from './jobs.ts';
import { driveOutside, type Outside } from './outside.ts';
import { startPages } from './pages.ts';
import { presentState } from './present-state.ts';
import { startRelay } from './relay.ts';
import { endLostSessions } from './lost-sessions.ts';
import { closeSockets, openSockets } from './sockets.ts';
import { startSweeps } from './sweeps.ts';

export type Realtime = { stop: () => Promise<void> };

/** What of the house is needed here; tests bring their own. */
export type House = { shop: Shop; outside: Outside; settings: Pick<Settings, 'databaseUrl' | 'origin' | 'carrierSpeed'> };

/**
 * Sockets, relay, jobs, sweeps and the outside world beside the pages of one process. Start it in every process on the
 * same database: leases decide who relays, sweeps and drives, and all of them tell their own pages.
 */
export async function startRealtime(http: HttpServer, house: House = theHouse()): Promise<Realtime> {
  const { shop, settings, outside } = house;
  const jobs = await startJobs(shop, settings);
  const present = presentState(shop);
  const io = openSockets(http, { shop, present, origin: settings.origin });
  const pages = startPages(audienceOf(io), present, shop.report);
  io.of('/').adapter.on('delete-room', pages.forget);

  const ears = { outbox: shop.outbox.hear, [PAGES_CHANNEL]: (payload: string) => pages.touch(roomsIn(payload)) };
  const deafen = listen(settings.databaseUrl, ears, pages.refresh);
  const relay = startRelay(shop, { tellPages: async (rooms) => tellPages(shop.db, rooms), enqueue: jobs.enqueue });
  const sweeps = startSweeps(shop);
  const driving = driveOutside(shop, outside);
  const sessions = endLostSessions(io, shop);

  return {
    async stop() {
      const closed = closeSockets(io);
      await Promise.all([driving.stop(), sessions.stop(), sweeps.stop(), relay.stop(), pages.stop(), deafen()]);
      // After the relay, which writes jobs through it.
      await jobs.stop();
      await closed;
    }
  };
}

const theHouse = (): House => ({ shop: theShop(), outside: theOutside(), settings: readSettings() });
