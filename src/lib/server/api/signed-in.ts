import { isStaff, type Actor, type Staff } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { CallSession, Endpoint } from './endpoint.ts';

/** Refuses `sign-in-needed` where a session is asked for and there is none, or one that is not fresh enough (detail `fresh`). */
export function mayCall({ signedIn }: Endpoint, actor: Actor, session: CallSession | undefined): void {
  if (!signedIn) return;
  if (signedIn === 'staff') {
    theStaff(session && actor);
    return;
  }
  if (actor.role !== 'shopper' || actor.customerId === undefined || !session) refuse('sign-in-needed');
  if (signedIn === 'fresh' && !session.fresh) refuse('sign-in-needed', 'fresh');
}

/** Refuses `sign-in-needed`. */
export function theStaff(actor: Actor | undefined): Staff {
  if (!actor || !isStaff(actor)) refuse('sign-in-needed', 'staff');
  return actor;
}
