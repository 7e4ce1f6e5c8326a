import type { RoleColumn } from '../schema/people.ts';

export type DemoSignIn = { who: string; email: string; password: string; where: string; role: RoleColumn; nodeId: string | null };

const PASSWORD = 'mez-demo-1';
const TILL = '/till';
const OFFICE = '/office';

/** The staff of the demo shop, to try it with. Public by design: a shop without demo data has none of them. */
export const DEMO_SIGN_INS: DemoSignIn[] = [
  {
    who: 'Asha, associate at Indiranagar',
    email: 'asha@mez.example',
    password: PASSWORD,
    where: TILL,
    role: 'associate',
    nodeId: 'blr-indiranagar'
  },
  { who: 'Meera, support', email: 'meera@mez.example', password: PASSWORD, where: OFFICE, role: 'support', nodeId: null },
  { who: 'Kabir, manager', email: 'manager@mez.example', password: PASSWORD, where: OFFICE, role: 'manager', nodeId: null },
  { who: 'Zoya, admin', email: 'admin@mez.example', password: PASSWORD, where: OFFICE, role: 'admin', nodeId: null }
];
