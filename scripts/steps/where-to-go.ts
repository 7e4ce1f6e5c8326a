import { DEMO_SHOPPERS, DEMO_SIGN_INS } from '#db/seed/demo-people.ts';
import type { Settings } from '#lib/server/settings.ts';
import { say } from './progress.ts';

/** Where everything is, for someone who has just started it. */
export function sayWhereToGo({ port, origin, seed }: Pick<Settings, 'port' | 'origin' | 'seed'>): void {
  const at = origin ?? `http://localhost:${port}`;
  say('');
  say(`  Shop           ${at}`);
  say(`  Store screens  ${at}/till`);
  say(`  Office         ${at}/office`);
  say('');
  if (seed !== 'empty') sayWhoIsThere();
  say('  Ctrl-C stops everything.');
}

function sayWhoIsThere(): void {
  say('  Sign in for a try');
  for (const { who, email, password, pin, where } of DEMO_SIGN_INS) {
    say(`  ${who.padEnd(34)}${email.padEnd(22)}${password.padEnd(14)}${where}${pin ? `, PIN ${pin}` : ''}`);
  }
  for (const { name, email, password } of DEMO_SHOPPERS)
    say(`  ${`${name}, a shopper`.padEnd(34)}${email.padEnd(22)}${password.padEnd(14)}/account`);
  say('  A PIN opens a device that Kabir enrolled at /devices.');
  say('');
}
