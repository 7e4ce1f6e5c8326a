import { refuse } from '#lib/kernel/refusal.ts';
import type { LiveSocket } from './answering.ts';
import { MOST_TOPICS } from './protocol.ts';
import { thingIn } from './rooms.ts';

/** Lets a connection into rooms that it may be in. Refuses `too-many`; then it is in none of them. */
export async function enterRooms(socket: LiveSocket, rooms: string[]): Promise<void> {
  const within = new Set([...[...socket.rooms].filter(thingIn), ...rooms]);
  if (within.size > MOST_TOPICS) refuse('too-many', String(MOST_TOPICS));
  await socket.join(rooms);
}
