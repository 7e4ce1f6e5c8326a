import { isStaff, type Actor, type Channel } from '#lib/kernel/actor.ts';

/**
 * Who changed a cart, as the others read it. `name` is null for a shopper without an account; nobody's id is in here.
 * A shopper at a screen of the store has the `device` "kiosk" and its place. `link` is what the shared link is called by which somebody came in.
 */
export type Author = {
  role: 'shopper' | 'staff';
  name: string | null;
  channel: Channel;
  nodeId: string | null;
  device: string | null;
  link?: string;
};

export function authorOf(actor: Actor, grant?: { kind: 'share' | 'claim'; label: string }): Author {
  const { channel } = actor;
  if (isStaff(actor)) return { role: 'staff', name: actor.name, channel, nodeId: actor.nodeId, device: null };
  const { name = null, device = null, kiosk } = actor.role === 'shopper' ? actor : {};
  if (kiosk) return { role: 'shopper', name, channel, nodeId: kiosk.nodeId, device: 'kiosk' };
  return { role: 'shopper', name, channel, nodeId: null, device, ...(grant?.kind === 'share' && { link: grant.label }) };
}
