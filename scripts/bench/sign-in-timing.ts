import { uuidv7 } from 'uuidv7';
import { settle } from '#db/bench/databases.ts';
import { manyAccounts } from '#db/bench/many-accounts.ts';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { newCode, newDigits } from '#lib/server/codes.ts';
import { hashPassword } from '#lib/server/passwords.ts';
import { GUEST } from '#lib/server/session.ts';
import type { Shop } from '#lib/server/shop.ts';
import { customerWithPassword } from '#lib/server/sign-in.ts';
import type { Lab, World } from './lab.ts';
import { note } from './progress.ts';
import type { Figure, Section } from './report.ts';
import { median } from './stats.ts';

/** What a caller a network away could still tell apart, with patience. */
const MOST_APART_MS = 5;
const WARM_UP = 20;
const BROWSER = 'B'.repeat(43);

type Ask = (shop: Shop, email: string) => Promise<unknown>;

const WAYS: [name: string, ask: Ask][] = [
  ['a wrong password', async (shop, email) => customerWithPassword(shop, { email, password: 'wrong', address: uuidv7() }).catch(refused)],
  ['sign-up', async (shop, email) => signUp(shop, GUEST, { email, name: 'Ravi Rao', password: 'a lamp of many colours', ...from() })],
  ['a code', async (shop, email) => askForCode(shop, GUEST, { email, ...from() })],
  ['a reset', async (shop, email) => askForReset(shop, GUEST, { email, address: uuidv7() })]
];

const from = () => ({ browser: BROWSER, address: uuidv7() });
const refused = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

/** Whether by the time it takes somebody learns that an address has an account. Both are asked for in turn. */
export async function measureSignInTiming(lab: Lab): Promise<Section> {
  const count = lab.options.quick ? 40 : 1_000;
  note(`sign-in-timing: ${count} addresses that have an account, and as many that have none`);
  const world = await lab.demoWorld('sign_in_timing');
  const shop = shopOn(lab, world);
  const known = await manyAccounts(world.db, { count, passwordHash: await hashPassword(uuidv7()) });
  await settle(world.db);
  const figures: Figure[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one way after the other
  for (const [name, ask] of WAYS) figures.push(...(await timesOf({ lab, shop, known }, { name, ask })));
  return {
    name: 'sign-in-timing',
    title: 'an address that has an account, and one that has none',
    figures,
    remarks: ['the whole command in this process; A-B-B-A, medians']
  };
}

/** Only what signing in and asking for mails touch. */
function shopOn(lab: Lab, { db }: World): Shop {
  const made = { now: () => new Date(), newId: uuidv7, newCode, newDigits, outbox: { wake: () => undefined } };
  return { ...made, keys: accessKeys(lab.secret), origin: 'http://localhost:3000', db } as unknown as Shop;
}

type Asked = { lab: Lab; shop: Shop; known: string[] };

async function timesOf({ lab, shop, known }: Asked, { name, ask }: { name: string; ask: Ask }): Promise<Figure[]> {
  const [theirs, nobodys]: [number[], number[]] = [[], []];
  const timed = async (email: string, into: number[]): Promise<unknown> => {
    const before = performance.now();
    const answer = await ask(shop, email);
    into.push(performance.now() - before);
    return answer;
  };
  for (let n = 0; n < WARM_UP; n++) await timed(`warm-${n}-${uuidv7()}@example.com`, []);
  for (const [at, email] of known.entries()) {
    const turns: [string, number[]][] = [
      [email, theirs],
      [`nobody-${uuidv7()}@example.com`, nobodys]
    ];
    const answers: unknown[] = [];
    // oxlint-disable-next-line no-await-in-loop -- in turns, and each first as often as the other
    for (const [one, into] of at % 2 === 0 ? turns : turns.toReversed()) answers.push(await timed(one, into));
    if (answers[0] !== answers[1]) lab.failures.note(`${name} answers ${answers.map(String).join(' and ')}`);
  }
  const samples = known.length;
  return [
    { name: `${name}, known`, value: median(theirs), unit: 'ms', samples },
    { name: `${name}, unknown`, value: median(nobodys), unit: 'ms', samples },
    { name: `${name}, apart`, value: Math.abs(median(theirs) - median(nobodys)), unit: 'ms', goal: { atMost: MOST_APART_MS }, samples }
  ];
}
