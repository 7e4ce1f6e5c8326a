import { hash } from '@node-rs/argon2';
import { uuidv7 } from 'uuidv7';
import type { Staff, StaffRole } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { signIn } from '#lib/server/session.ts';
import { aNode } from './makers.ts';
import type { TestShop } from './shop.ts';

export const PASSWORD = 'a password of this test';

let hashed: Promise<string> | undefined;
/** Made once in a process: to hash it for each of those who know it took as long as all else that makes them. */
export const hashOfPassword = async (): Promise<string> => (hashed ??= hash(PASSWORD));

export type Person = Staff & { email: string };

/** Somebody who may sign in, with a place to stand where the role needs one. */
export async function aPerson(shop: TestShop, role: StaffRole | 'shopper', nodeId: string | null = null): Promise<Person> {
  if (nodeId !== null) await aNode(shop.db, nodeId);
  const id = uuidv7();
  const email = `${role}-${id}@mez.example`;
  const row = { id, email, name: `The ${role}`, role, node_id: nodeId, password_hash: await hashOfPassword() };
  await shop.db.insertInto('app_user').values(row).execute();
  return { role: role as StaffRole, userId: id, name: row.name, nodeId, channel: nodeId === null ? 'web' : 'pos', email };
}

/** The cookie header of somebody who has just signed in. */
export async function cookieOf(shop: TestShop, person: Staff): Promise<string> {
  const { name, value } = await signIn(shop.db, person.userId, { door: 'staff', broughtAlong: null });
  return `${name}=${value}`;
}

/** What may do what: everybody there is, standing where they stand. */
export const everybody = (nodeId: string): (Staff | { role: 'shopper'; channel: 'web' } | { role: 'system'; channel: 'system' })[] => [
  { role: 'shopper', channel: 'web' },
  { role: 'system', channel: 'system' },
  ...(['associate', 'warehouse', 'support', 'manager', 'admin'] as const).flatMap((role) =>
    [nodeId, null].map((at): Staff => ({ role, userId: '0199f000-0000-7000-8000-00000000a5a1', name: role, nodeId: at, channel: 'pos' }))
  )
];

/** The code of a refusal, or that it was done; a fault stays one. */
export async function outcomeOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
    return 'done';
  } catch (fault) {
    if (isRefusal(fault)) return fault.code;
    throw fault;
  }
}
