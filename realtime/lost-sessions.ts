import { runningSessions } from '#db/queries/live-sessions.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { LiveServer } from './audience.ts';
import { loop } from './loop.ts';
import { room } from './rooms.ts';

const EVERY_MS = 2_000;

/**
 * Whoever signed out, or was given another role or place, loses the connections of that session within five seconds,
 * whichever process ended it. The page comes back as whoever it is then.
 */
export function endLostSessions(io: LiveServer, shop: Shop): { stop: () => Promise<void> } {
  return loop(async () => {
    const callers = new Map(knownOf(io).map((caller) => [caller.session, placeOf(caller.actor)]));
    if (callers.size === 0) return EVERY_MS;
    const running = await runningSessions(shop.db, [...callers.keys()]);
    const stillTrue = new Set(running.filter(({ id, role, nodeId }) => callers.get(id) === `${role}@${nodeId}`).map(({ id }) => id));
    for (const session of callers.keys()) if (!stillTrue.has(session)) io.in(room.session(session)).disconnectSockets(true);
    return EVERY_MS;
  }, shop.report);
}

function knownOf(io: LiveServer) {
  return [...io.of('/').sockets.values()].flatMap(({ data: { actor, session } }) => (session ? [{ actor, session }] : []));
}

const placeOf = (actor: Actor): string => `${actor.role}@${isStaff(actor) ? actor.nodeId : null}`;
