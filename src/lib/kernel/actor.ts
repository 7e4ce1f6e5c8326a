export const staffRoles = ['associate', 'warehouse', 'support', 'manager', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];
export type Device = 'phone' | 'tablet' | 'computer';
export type Channel = 'web' | 'mobile' | 'pos' | 'chat' | 'marketplace' | 'api' | 'system';

/** A screen of a store at which anybody may stand. */
export type AtKiosk = { id: string; nodeId: string };
/** With an account it has a `customerId` and a name. `device` is what the shopper would call it. Whoever stands at a kiosk is a guest. */
export type Shopper = { role: 'shopper'; channel: Channel; customerId?: string; name?: string; device?: Device; kiosk?: AtKiosk };
/** `visiting`: the place is not their own, they chose it for this session. */
export type Staff = { role: StaffRole; userId: string; name: string; nodeId: string | null; channel: Channel; visiting?: true };
/** Jobs, sweeps and the relay. No request ever becomes this actor. */
export type System = { role: 'system'; channel: 'system' };

/**
 * Who asks, made by the edge from the session. A guest proves a right to one cart or order by its signed key
 * (`lib/server/access-keys.ts`), which the command opens itself.
 */
export type Actor = Shopper | Staff | System;

export const SYSTEM: System = { role: 'system', channel: 'system' };

export const isStaff = (actor: Actor): actor is Staff => actor.role !== 'shopper' && actor.role !== 'system';
