import type { RoleColumn } from '../schema/people.ts';

/** `pin` opens the devices of their own place. */
export type DemoSignIn = {
  who: string;
  email: string;
  password: string;
  pin: string | null;
  where: string;
  role: RoleColumn;
  nodeId: string | null;
};

const PASSWORD = 'mez-demo-1';
const TILL = '/till';
const OFFICE = '/office';

/** The staff of the demo shop, to try it with. Public by design: a shop without demo data has none of them. */
export const DEMO_SIGN_INS: DemoSignIn[] = [
  atIndiranagar('Asha', '4071'),
  atIndiranagar('Ravi', '5286'),
  atDesk('Meera', 'support', 'meera@mez.example'),
  atDesk('Kabir', 'manager', 'manager@mez.example'),
  atDesk('Zoya', 'admin', 'admin@mez.example')
];

/** Shoppers who have an account and points to spend. Public by design as well. */
export const DEMO_SHOPPERS = [
  { name: 'Rhea', email: 'rhea@mez.example', password: PASSWORD, points: 2_400 },
  { name: 'Arjun', email: 'arjun@mez.example', password: PASSWORD, points: 320 }
] as const;

function atIndiranagar(name: string, pin: string): DemoSignIn {
  const [who, email] = [`${name}, associate at Indiranagar`, `${name.toLowerCase()}@mez.example`];
  return { who, email, password: PASSWORD, pin, where: TILL, role: 'associate', nodeId: 'blr-indiranagar' };
}

function atDesk(name: string, role: RoleColumn, email: string): DemoSignIn {
  return { who: `${name}, ${role}`, email, password: PASSWORD, pin: null, where: OFFICE, role, nodeId: null };
}
