import { uuidv7 } from 'uuidv7';
import { settle } from '#db/bench/databases.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { ownOrder } from '#db/queries/support-orders.ts';
import { callTool } from '#agents/call-tool.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { openThread } from '#lib/commerce/support/open-thread.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { newCode } from '#lib/server/codes.ts';
import type { Shop } from '#lib/server/shop.ts';
import { FROM } from './buyer.ts';
import type { Lab, World } from './lab.ts';
import { note } from './progress.ts';
import { readyCarts } from './ready-carts.ts';
import type { Figure, Section } from './report.ts';
import { median } from './stats.ts';

const MOST_APART = 1.1;
/** Calls that are not counted, after which everything is as warm as it gets. */
const WARM_UP = 30;

const item = { item: 'mug', quantity: 1 };
const CALLS: [name: string, args: object][] = [
  ['order_status', {}],
  ['track_return', {}],
  ['ask_policy', { topic: 'cancel' }],
  ['cancel', {}],
  ['start_return', { items: [{ ...item, reason: 'changed-mind' }], method: 'label' }]
];

/** Whether by the time it takes to say no somebody learns that an order is there which is not theirs. Both are asked for in turn. */
export async function measureSupportTiming(lab: Lab): Promise<Section> {
  const count = lab.options.quick ? 40 : 400;
  note(`support-timing: ${count} orders of others, and as many that never were`);
  const world = await lab.demoWorld('support_timing');
  const shop = shopOn(lab, world);
  const [own, ...others] = await placed(lab, world, { shop, count: count + 1 });
  if (!own) throw new Error('no order was placed');
  await settle(world.db);
  const who = { as: 'guest' as const, orderId: own.orderId };
  const session = uuidv7();
  const asking: Asking = { who, session, channel: 'command', threadId: await openThread(shop, { who, session }) };
  const figures: Figure[] = [];
  for (const [name, args] of CALLS) {
    // oxlint-disable-next-line no-await-in-loop -- one tool after the other
    figures.push(...(await timesOf({ lab, shop, asking }, { name, args, numbers: others.map(({ number }) => number) })));
  }
  return {
    name: 'support-timing',
    title: 'the assistant asked about an order of somebody else, and about one that never was',
    figures,
    remarks: ['the whole call of the tool in this process, with its row in the log; A-B-B-A, medians']
  };
}

/** Only what placing an order and a reading tool touch. */
function shopOn(lab: Lab, world: World): Shop {
  const shop = { keys: accessKeys(lab.secret), now: () => new Date(), newId: uuidv7, newCode, outbox: { wake: () => undefined } };
  return { ...shop, db: world.db } as unknown as Shop;
}

type Placed = { orderId: string; number: string };

async function placed(lab: Lab, world: World, { shop, count }: { shop: Shop; count: number }): Promise<Placed[]> {
  await stockUp(world.db, FROM.nodeId, 1_000_000);
  const made: Placed[] = [];
  for (const cart of await readyCarts(lab, world, await thingsForSale(world.db, 1), count)) {
    // oxlint-disable-next-line no-await-in-loop -- one order after the other
    const { orderId } = await placeOrder(shop, { role: 'shopper', channel: 'api' }, { ...cart, method: 'upi', key: uuidv7() });
    // oxlint-disable-next-line no-await-in-loop
    const order = await ownOrder(world.db, { as: 'guest', orderId }, undefined);
    made.push({ orderId, number: order?.number ?? '' });
  }
  return made;
}

type Asked = { lab: Lab; shop: Shop; asking: Asking };

async function timesOf({ lab, shop, asking }: Asked, { name, args, numbers }: { name: string; args: object; numbers: string[] }): Promise<Figure[]> {
  const [theirs, nobodys]: [number[], number[]] = [[], []];
  const ask = async (order: string, into: number[]): Promise<string> => {
    const before = performance.now();
    const answer = await callTool(shop, asking, { name, args: { ...args, order } });
    into.push(performance.now() - before);
    return JSON.stringify(answer);
  };
  for (const number of numbers.slice(0, WARM_UP)) await ask(number, []);
  for (const [at, number] of numbers.entries()) {
    // A number of the same form that was given to nobody: that of an order, read backwards.
    const unknown = `MZ-${Array.from(number.slice(3)).toReversed().join('')}`;
    const turns: [string, number[]][] = [
      [number, theirs],
      [unknown, nobodys]
    ];
    const answers: string[] = [];
    // oxlint-disable-next-line no-await-in-loop -- in turns, and each first as often as the other
    for (const [order, into] of at % 2 === 0 ? turns : turns.toReversed()) answers.push(await ask(order, into));
    if (answers[0] !== answers[1] || !answers[0]?.includes('"not-found"')) lab.failures.note(`${name} answers ${answers.join(' and ')}`);
  }
  const [one, other] = [median(theirs), median(nobodys)];
  const samples = numbers.length;
  return [
    { name: `${name}, somebody else’s`, value: one, unit: 'ms', samples },
    { name: `${name}, nobody’s`, value: other, unit: 'ms', samples },
    { name: `${name}, apart`, value: Math.max(one, other) / Math.min(one, other), unit: '×', goal: { atMost: MOST_APART }, samples }
  ];
}
