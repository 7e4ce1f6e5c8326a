import { appendMessage } from '#db/queries/support-messages.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Card } from './card.ts';
import { saidEvent } from './said.ts';
import type { TalkChannel } from './who.ts';

/** `key`: of what happened, so that it is told once. */
export type Outcome = {
  threadId: string;
  channel: TalkChannel;
  key: string;
  words: string;
  cards: Card[];
  grounds: object[];
  waits?: object | null;
};

/** What became of an action is said in its talk, whoever has the talk now. */
export async function tellOutcome(shop: Shop, { threadId, key, ...message }: Outcome): Promise<void> {
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const said = await appendMessage(tx, { ...message, id: shop.newId(), threadId, author: 'assistant', key, at: shop.now() });
    if (said?.isNew) record(saidEvent({ ...said, threadId, author: 'assistant' }));
  });
}
