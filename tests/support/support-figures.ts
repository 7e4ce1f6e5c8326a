import { performance } from 'node:perf_hooks';
import { answerTurn, type AnswerOptions } from '#agents/assistant.ts';
import { answerLines } from '#agents/tool-batch.ts';
import { openingFor } from '#agents/conversation/opening.ts';
import { say } from '#agents/conversation/phrases.ts';
import { tools } from '#agents/tools/all-tools.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { connectUndoably } from '#db/undoable.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer } from './customers.ts';
import { lyingModel, PLANTED } from './lying-model.ts';
import type { TestShop } from './shop.ts';
import { aPaidOrder, asCustomer, aTalk } from './talks.ts';

const shareAt = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const p95 = (all: readonly number[]): number =>
  shareAt(
    all.toSorted((one, other) => one - other),
    0.95
  );

/** `first`: the first words, which mostly say what is looked at. `answer`: the first of the answer itself. */
type Timed = { first: number; answer: number; whole: number };
/** `cpu`: of this process, for one turn. */
export type Speed = Timed & { cpu: number };

/** What is said before anything is known. */
const OPENINGS: ReadonlySet<string | undefined> = new Set([
  `${say('en', 'intro')} `,
  ...tools.map(({ name }) => openingFor({ who: { as: 'guest', orderId: '' }, language: 'en' }, name))
]);

async function timed(shop: TestShop, talk: Asking, words: string, options: AnswerOptions = {}): Promise<Timed> {
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words });
  const began = performance.now();
  let [first, answer]: (number | undefined)[] = [];
  const onPiece = (piece: string): void => {
    const at = performance.now() - began;
    first ??= at;
    if (!OPENINGS.has(piece)) answer ??= at;
  };
  await answerTurn(shop, talk, { messageId }, { ...options, onPiece });
  const whole = performance.now() - began;
  return { first: first ?? whole, answer: answer ?? whole, whole };
}

/** So many chats that all say something at the same moment, again and again: nobody reads in between. */
export async function speedOf(shop: TestShop, { chats, rounds }: { chats: number; rounds: number }): Promise<Speed> {
  const talks: { talk: Asking; number: string }[] = [];
  for (let n = 0; n < chats; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- orders are placed one by one
    const { customerId } = await aCustomer(shop, { passwordless: true });
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { number } = await aPaidOrder(shop, { customerId });
    // oxlint-disable-next-line no-await-in-loop -- as above
    talks.push({ talk: await aTalk(shop, asCustomer(customerId)), number });
  }
  const asks = [
    (number: string) => `where is ${number}?`,
    () => 'what is your return policy',
    (number: string) => `please cancel ${number}`,
    () => 'show me my orders',
    () => 'thanks a lot'
  ];
  const all: Timed[] = [];
  let began = process.cpuUsage();
  for (let round = -1; round < rounds; round += 1) {
    const ask = asks[(round + asks.length) % asks.length] ?? asks[0];
    // oxlint-disable-next-line no-await-in-loop -- a round is all of them at once
    const took = await Promise.all(talks.map(async ({ talk, number }) => timed(shop, talk, ask?.(number) ?? '')));
    // The first one loads the model and says who it is.
    if (round >= 0) all.push(...took);
    else began = process.cpuUsage();
  }
  const { user, system } = process.cpuUsage(began);
  const cpu = (user + system) / 1_000 / all.length;
  const p95Of = (part: keyof Timed): number => p95(all.map((one) => one[part]));
  return { first: p95Of('first'), answer: p95Of('answer'), whole: p95Of('whole'), cpu };
}

/** Of so many answers with one fact made up among true ones: in how many it was sent, as words or piece by piece. */
export async function liesThatPass(shop: TestShop, answers: number): Promise<number> {
  const { customerId } = await aCustomer(shop, { passwordless: true });
  const { number } = await aPaidOrder(shop, { customerId });
  let passed = 0;
  for (let n = 0; n < answers; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a talk of its own for each, as nothing of before may support it
    const talk = await aTalk(shop, asCustomer(customerId));
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: `where is ${number}` });
    const said: string[] = [];
    // oxlint-disable-next-line no-await-in-loop -- as above
    await answerTurn(shop, talk, { messageId }, { hosted: lyingModel(number, n, `lie ${n}`), onPiece: (text) => void said.push(text) });
    // oxlint-disable-next-line no-await-in-loop -- as above
    said.push((await messagesOf(shop.db, talk.threadId)).at(-1)?.words ?? '');
    const [, planted] = PLANTED[n % PLANTED.length] ?? PLANTED[0];
    if (said.join(' ').includes(planted)) passed += 1;
  }
  return passed;
}

/** Of those who ask for a person, how many have one after that turn, and how long that takes from the message to the ticket. */
export async function personsFor(shop: TestShop, wishes: readonly string[]): Promise<{ recall: number; slowest: number }> {
  let got = 0;
  const took: number[] = [];
  for (const words of wishes) {
    // oxlint-disable-next-line no-await-in-loop -- one talk after the other
    const talk = await aTalk(shop, { as: 'anonymous' });
    const began = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await timed(shop, talk, words);
    took.push(performance.now() - began);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const ticket = await shop.db.selectFrom('support_ticket').select('id').where('thread_id', '=', talk.threadId).executeTakeFirst();
    if (ticket) got += 1;
  }
  return { recall: got / wishes.length, slowest: Math.max(...took) };
}

/** Lines for `support:tool --batch` that read an order, its rules and its returns, and propose to cancel it: how many are answered in a second. */
export async function batchCallsASecond(shop: TestShop, calls: number): Promise<number> {
  const { customerId } = await aCustomer(shop, { passwordless: true });
  const { number } = await aPaidOrder(shop, { customerId });
  const as = `customer:${customerId}`;
  const asks = [
    { name: 'order_status', as, args: { order: number } },
    { name: 'my_orders', as, args: {} },
    { name: 'ask_policy', as, args: { topic: 'returns', order: number } },
    { name: 'track_return', as, args: { order: number } },
    { name: 'cancel', as, args: { order: number } }
  ];
  const undoable = connectUndoably(shop.url, shop.report);
  const given = async function* (): AsyncGenerator<string> {
    for (let n = 0; n < calls; n += 1) yield JSON.stringify(asks[n % asks.length]);
  };
  const began = performance.now();
  let answered = 0;
  try {
    for await (const line of answerLines(given(), { shop: { ...shop, db: undoable.db }, undoable }))
      if ('decision' in (JSON.parse(line) as object)) answered += 1;
  } finally {
    await undoable.db.destroy();
  }
  return (answered * 1_000) / (performance.now() - began);
}
