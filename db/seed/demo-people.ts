export type DemoSignIn = { who: string; email: string; password: string; where: string };

const PASSWORD = 'mez-demo-1';

/** The staff of the demo shop, to try it with. Public by design: a shop without demo data has none of them. */
export const DEMO_SIGN_INS: DemoSignIn[] = [
  { who: 'Asha, associate at Indiranagar', email: 'asha@mez.example', password: PASSWORD, where: '/till' },
  { who: 'Meera, support', email: 'meera@mez.example', password: PASSWORD, where: '/office' },
  { who: 'Kabir, manager', email: 'manager@mez.example', password: PASSWORD, where: '/office' },
  { who: 'Zoya, admin', email: 'admin@mez.example', password: PASSWORD, where: '/office' }
];
