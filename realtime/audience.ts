import { setImmediate as breath } from 'node:timers/promises';
import type { Server } from 'socket.io';
import type { Caller } from './answering.ts';
import type { Audience, News } from './pages.ts';
import type { ClientToServer, ServerToClient } from './protocol.ts';

export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, Caller>;

/** More sockets than this at once would hold up everything else that the process does. */
const CHUNK = 500;

/** The open pages of this process, by the rooms that the server let them into. */
export function audienceOf(io: LiveServer): Audience {
  const { rooms } = io.of('/').adapter;
  let sinceBreath = 0;

  async function tell(room: string, news: News): Promise<void> {
    const sockets = [...(rooms.get(room) ?? [])];
    for (let from = 0; from < sockets.length; from += CHUNK) {
      const some = sockets.slice(from, from + CHUNK);
      if (sinceBreath + some.length > CHUNK) {
        // oxlint-disable-next-line no-await-in-loop -- the pause between the chunks is the point
        await breath();
        sinceBreath = 0;
      }
      sinceBreath += some.length;
      send(io, some, news);
    }
  }

  return { rooms: () => [...rooms.keys()], isWatched: (room) => rooms.has(room), tell };
}

function send(io: LiveServer, sockets: string[], { name, message }: News): void {
  const those = io.to(sockets);
  if (name === 'stock.changed') those.emit(name, message);
  else if (name === 'order.changed') those.emit(name, message);
  else if (name === 'cart.changed') those.emit(name, message);
  else if (name === 'work.changed') those.emit(name, message);
  else if (name === 'queue.changed') those.emit(name, message);
  else if (name === 'returns.changed') those.emit(name, message);
  else if (name === 'talk.changed') those.emit(name, message);
  else if (name === 'talks.changed') those.emit(name, message);
  else those.emit(name, message);
}
