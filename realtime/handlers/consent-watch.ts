import * as z from 'zod';
import { findConsent } from '#db/queries/customer-consents.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Consent = z.strictObject({ consentId: z.uuid() });

/** The customer hears who looks, and whoever looks that it is over; everybody else is told that there is nothing. */
export function consentWatch({ shop, present, socket }: Live): void {
  const watch = answering(shop, Consent, async ({ consentId }) => {
    const consent = await findConsent(shop.db, consentId);
    if (!consent || !isOneOf(socket.data.actor, consent)) refuse('not-found');
    await enterRooms(socket, [room.consent(consentId)]);
    const [snapshot] = await present.consents([consentId]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Consent, async ({ consentId }) => {
    await socket.leave(room.consent(consentId));
    return null;
  });
  socket.on('consent.watch', watch).on('consent.unwatch', unwatch);
}

const isOneOf = (actor: Actor, { customerId, openedBy }: { customerId: string; openedBy: string | null }): boolean =>
  isStaff(actor) ? actor.userId === openedBy : actor.role === 'shopper' && actor.customerId === customerId;
