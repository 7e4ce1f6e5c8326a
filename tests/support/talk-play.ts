import { answerTurn } from '#agents/assistant.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { cardsIn, type Card, type CardOf } from '#lib/commerce/support/card.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { withdrawAction } from '#lib/commerce/support/withdraw-action.server.ts';
import type { Asking, Who } from '#lib/commerce/support/who.ts';
import { aCustomer } from './customers.ts';
import type { TestShop } from './shop.ts';
import { wrongAtTheEnd } from './talk-end.ts';
import type { Talk } from './talk-file.ts';
import { anOrderOf, type TalkOrder } from './talk-world.ts';
import { asCustomer, asGuest, aTalk, ownedBy } from './talks.ts';

/** `wrong`: what is not as it should be; empty for a talk that led where it should. `said`: all of it, to be read. */
export type Judged = { name: string; wrong: string[]; said: string[] };

/** A shopper who does not find what they wanted to press. */
class Stuck extends Error {}

/** One scripted shopper, from their orders to what became of them: says what they say, presses what the page shows, and is judged by the database. */
export async function playTalk(shop: TestShop, talk: Talk): Promise<Judged> {
  const said: string[] = [];
  try {
    const { asking, orders, email } = await begun(shop, talk);
    for (const turn of talk.turns) {
      // oxlint-disable-next-line no-await-in-loop -- a talk goes one step after the other
      await takeTurn(shop, { asking, orders, said }, turn);
    }
    const answers = (await assistantSaid(shop, asking)).map(({ words }) => words);
    return { name: talk.name, wrong: await wrongAtTheEnd(shop, { asking, orders, email, answers }, talk.expect), said };
  } catch (fault) {
    return {
      name: talk.name,
      wrong: [fault instanceof Stuck ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)],
      said
    };
  }
}

async function begun(shop: TestShop, talk: Talk): Promise<{ asking: Asking; orders: TalkOrder[]; email: string }> {
  const orders: TalkOrder[] = [];
  // oxlint-disable-next-line no-await-in-loop -- the newest last
  for (const setup of talk.orders) orders.push(await anOrderOf(shop, setup));
  const [first] = orders;
  if (talk.as === 'anonymous') return { asking: await aTalk(shop, { as: 'anonymous' }), orders, email: '' };
  if (talk.as === 'guest') {
    if (!first) throw new Error('A guest has an order.');
    return { asking: await aTalk(shop, asGuest(first.orderId)), orders, email: '' };
  }
  const { customerId, email } = await aCustomer(shop, { passwordless: true });
  // oxlint-disable-next-line no-await-in-loop -- one or two
  for (const { orderId } of orders) await ownedBy(shop, orderId, customerId);
  const who: Who = asCustomer(customerId);
  return { asking: await aTalk(shop, who), orders, email };
}

type Playing = { asking: Asking; orders: readonly TalkOrder[]; said: string[] };

async function takeTurn(shop: TestShop, playing: Playing, turn: Talk['turns'][number]): Promise<void> {
  const last = (await assistantSaid(shop, playing.asking)).at(-1);
  if ('if' in turn && !new RegExp(turn.if, 'isu').test(last?.words ?? '')) return;
  await ('say' in turn ? speak(shop, playing, turn.say) : press(shop, playing, turn.press, last?.cards ?? []));
}

async function speak(shop: TestShop, { asking, orders, said }: Playing, words: string): Promise<void> {
  const filled = words.replaceAll(/\{order(\d?)\}/g, (_, nth: string) => orders[Number(nth === '' ? 1 : nth) - 1]?.number ?? '');
  said.push(`> ${filled}`);
  const { messageId } = await sayInTalk(shop, asking, { key: shop.newId(), words: filled });
  await answerTurn(shop, asking, { messageId });
  const answer = (await assistantSaid(shop, asking)).at(-1);
  const cards = (answer?.cards ?? []).map(inShort);
  said.push(`< ${answer?.words ?? '(nothing)'}${cards.length > 0 ? ` [${cards.join(', ')}]` : ''}`);
}

/** What stands on a card, as far as one reads it at a glance. */
function inShort(card: Card): string {
  if (card.type === 'choices') return `choices: ${card.choices.map(({ label }) => label).join(' | ')}`;
  if (card.type === 'orders') return `orders: ${card.orders.map(({ number, what }) => `${number} ${what}`).join(' | ')}`;
  return card.type === 'action' ? `action ${card.kind}: ${card.lines.map(({ label, text }) => `${label} ${text}`).join('; ')}` : card.type;
}

/** `approve` and `not-now` of the proposal, `orderN` of the orders to tap, or a button by what stands on it. */
async function press(shop: TestShop, playing: Playing, button: string, cards: readonly Card[]): Promise<void> {
  const { asking, orders, said } = playing;
  const action = cards.find((card): card is CardOf<'action'> => card.type === 'action');
  if (button === 'approve' || button === 'not-now') {
    said.push(`> [${button}]`);
    if (!action) throw new Stuck('Nothing was proposed.');
    if (button === 'not-now') return withdrawAction(shop, asking, action.actionId).then(() => undefined);
    const { decision, code } = await confirmAction(shop, asking, action);
    said.push(`< ${decision} ${code ?? ''}`);
    return undefined;
  }
  const number = orders[Number(/^order(\d)$/.exec(button)?.[1] ?? 0) - 1]?.number;
  const says = cards.flatMap((card) => {
    if (card.type === 'orders') return card.orders.filter((one) => one.number === number).map((one) => one.say);
    return card.type === 'choices'
      ? card.choices.filter(({ label }) => label.toLowerCase().includes(button.toLowerCase())).map((one) => one.say)
      : [];
  });
  if (says[0] === undefined) throw new Stuck(`There is no button ${button}.`);
  return speak(shop, playing, says[0]);
}

const assistantSaid = async (shop: TestShop, { threadId }: Asking) =>
  (await messagesOf(shop.db, threadId, { most: 50 }))
    .filter(({ author }) => author === 'assistant')
    .map(({ words, cards }) => ({ words, cards: cardsIn(cards) }));
