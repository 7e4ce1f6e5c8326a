import { isStaff, type Actor, type Staff, type StaffRole } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';

export type CounterAct =
  'fulfil' | 'correct-stock' | 'receive-stock' | 'move-stock' | 'keep-back' | 'see-shelf' | 'sell-in-store' | 'take-returns';

/** What is done with goods in hand, at the node where one stands. */
const AT_THEIR_NODE: Record<CounterAct, readonly StaffRole[]> = {
  fulfil: ['associate', 'warehouse', 'manager', 'admin'],
  'correct-stock': ['associate', 'warehouse', 'manager'],
  'receive-stock': ['associate', 'warehouse', 'manager'],
  'move-stock': ['associate', 'warehouse', 'manager'],
  'keep-back': ['manager', 'admin'],
  'see-shelf': ['associate', 'warehouse', 'manager', 'admin'],
  'sell-in-store': ['associate', 'manager', 'admin'],
  'take-returns': ['associate', 'warehouse', 'manager', 'admin']
};

const AT_A_DESK: readonly StaffRole[] = ['support', 'manager', 'admin'];

export type AtNode = Staff & { nodeId: string };

export function mayAtNode(actor: Actor, act: CounterAct): actor is AtNode {
  return isStaff(actor) && actor.nodeId !== null && AT_THEIR_NODE[act].includes(actor.role);
}

/** @returns the actor, who stands at a node. Refuses `forbidden` for other roles and for whoever belongs to no node. */
export function atNode(actor: Actor, act: CounterAct): AtNode {
  if (!mayAtNode(actor, act)) refuse('forbidden', act);
  return actor;
}

export const maySeeOffice = (actor: Actor): actor is Staff => isStaff(actor) && AT_A_DESK.includes(actor.role);

/** Orders of all nodes, with the addresses of their shoppers: nothing for the counter. Refuses `forbidden`. */
export function atDesk(actor: Actor): Staff {
  if (!maySeeOffice(actor)) refuse('forbidden', 'see-office');
  return actor;
}

export const mayReadMail = (actor: Actor): actor is Staff => isStaff(actor) && (actor.role === 'manager' || actor.role === 'admin');

/** Mails that wait to be sent may open an account. Refuses `forbidden`. */
export function atMailbox(actor: Actor): Staff {
  if (!mayReadMail(actor)) refuse('forbidden', 'read-mail');
  return actor;
}

/** What waits for a person, or for two: whoever sees the orders of all places says yes or no. Refuses `forbidden`. */
export function overReturns(actor: Actor): Staff {
  if (!maySeeOffice(actor)) refuse('forbidden', 'decide-returns');
  return actor;
}

export const mayAnswerTalks = (actor: Actor): actor is Staff => maySeeOffice(actor);

/** What shoppers said to us, with their orders: for whoever answers them at a desk. Refuses `forbidden`. */
export function overTalks(actor: Actor): Staff {
  if (!mayAnswerTalks(actor)) refuse('forbidden', 'answer-talks');
  return actor;
}

/** Any cash, to any shopper. */
export const mayGiveCash = (actor: Actor): actor is Staff => isStaff(actor) && (actor.role === 'manager' || actor.role === 'admin');

/** Who makes money out of nothing: a gift card. Jobs and the first filling of a shop may. Refuses `forbidden`. */
export function overMoney(actor: Actor): void {
  if (actor.role !== 'system' && !mayGiveCash(actor)) refuse('forbidden', 'issue-gift-card');
}

export const mayEnrolDevices = (actor: Actor): actor is Staff => isStaff(actor) && (actor.role === 'manager' || actor.role === 'admin');

/** A manager who belongs to one place looks after its devices and no others. Refuses `forbidden`. */
export function overDevices(actor: Actor, nodeId?: string): Staff {
  if (!mayEnrolDevices(actor)) refuse('forbidden', 'enrol-devices');
  const own = actor.visiting ? null : actor.nodeId;
  if (own !== null && nodeId !== undefined && own !== nodeId) refuse('forbidden', 'enrol-devices');
  return { ...actor, nodeId: own };
}

export const mayChoosePlace = (actor: Actor): actor is Staff =>
  isStaff(actor) && (actor.role === 'manager' || actor.role === 'admin') && (actor.nodeId === null || actor.visiting === true);

/** Whoever looks after the whole house belongs to no place and stands at the one they choose. Refuses `forbidden`. */
export function withoutOwnPlace(actor: Actor): Staff {
  if (!mayChoosePlace(actor)) refuse('forbidden', 'choose-place');
  return actor;
}

export const maySetRules = (actor: Actor): actor is Staff => mayChoosePlace(actor);

export const mayWriteAnswers = (actor: Actor): actor is Staff => isStaff(actor) && (actor.role === 'manager' || actor.role === 'admin');

/** What all of us say to shoppers in the same words. Refuses `forbidden`. */
export function overAnswers(actor: Actor): Staff {
  if (!mayWriteAnswers(actor)) refuse('forbidden', 'write-answers');
  return actor;
}

/** Rules of who sends what hold for all places: they are made by whoever looks after the whole house. Refuses `forbidden`. */
export function overRules(actor: Actor): Staff {
  if (!maySetRules(actor)) refuse('forbidden', 'set-rules');
  return actor;
}

/** What a file says holds for the whole house, and everybody who ever bought there. Refuses `forbidden`. */
export function overImports(actor: Actor): Staff {
  if (!mayChoosePlace(actor)) refuse('forbidden', 'import-files');
  return actor;
}

/** How soon all of us answer: whoever looks after the whole house says so. Refuses `forbidden`. */
export function overSupportTerms(actor: Actor): Staff {
  if (!maySetRules(actor)) refuse('forbidden', 'set-support-terms');
  return actor;
}

/** What orders may still become holds for the whole house. Refuses `forbidden`. */
export function overPolicies(actor: Actor): Staff {
  if (!mayChoosePlace(actor)) refuse('forbidden', 'set-policies');
  return actor;
}

/** What shoppers are told is read by one of those who answer them. Refuses `forbidden`. */
export function overFaq(actor: Actor): Staff {
  if (!maySeeOffice(actor)) refuse('forbidden', 'decide-faq');
  return actor;
}

/** Whoever works at a place may shut it and open it again, and so may whoever looks after all of them. Refuses `forbidden`. */
export function overNode(actor: Actor, nodeId: string): Staff {
  if (mayAtNode(actor, 'fulfil') && actor.nodeId === nodeId) return actor;
  return withoutOwnPlace(actor);
}

/** Whoever may start one at a place may end it there, and so may whoever looks after its devices. Refuses `forbidden`. */
export function overKiosks(actor: Actor, nodeId?: string): Staff {
  if (mayAtNode(actor, 'sell-in-store') && (nodeId === undefined || actor.nodeId === nodeId)) return actor;
  return overDevices(actor, nodeId);
}

/** Whatever they do there. Refuses `forbidden` for shoppers and for whoever belongs to no place. */
export function atPlace(actor: Actor): AtNode {
  if (!isStaff(actor) || actor.nodeId === null || actor.visiting) refuse('forbidden', 'at-place');
  return { ...actor, nodeId: actor.nodeId };
}

/** Where someone's work begins after signing in. */
export function homeOf(role: StaffRole): '/office' | '/stock' | '/till' {
  if (role === 'associate') return '/till';
  return role === 'warehouse' ? '/stock' : '/office';
}
