import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';

/** The account of whoever is signed in as a shopper. Refuses `not-allowed` for everybody else. */
export function theCustomer(actor: Actor): string {
  if (actor.role !== 'shopper' || actor.customerId === undefined) refuse('not-allowed');
  return actor.customerId;
}
