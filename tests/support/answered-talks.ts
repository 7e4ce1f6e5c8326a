import { appendMessage } from '#db/queries/support-messages.ts';
import { inTransaction } from '#db/transaction.ts';
import { saidEvent } from '#lib/commerce/support/said.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aTalk } from './talks.ts';
import type { TestShop } from './shop.ts';

/** What a shopper and one of us say in a talk, in this order. */
type Said = readonly ['shopper' | 'staff' | 'assistant', string][];

export async function saidIn(shop: TestShop, { threadId }: Asking, { by, said }: { by: Staff; said: Said }): Promise<void> {
  for (const [author, words] of said) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
      const id = shop.newId();
      const message = {
        id,
        threadId,
        author,
        channel: 'chat' as const,
        words,
        key: id,
        at: shop.now(),
        saidBy: author === 'staff' ? by.userId : null
      };
      const appended = await appendMessage(tx, message);
      if (appended) record(saidEvent({ ...appended, threadId, author }));
    });
  }
}

/** The same question in a talk each, answered by one of us. */
export async function askedAndAnswered(
  shop: TestShop,
  by: Staff,
  { questions, reply }: { questions: readonly string[]; reply: string }
): Promise<void> {
  for (const question of questions) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await saidIn(shop, await aTalk(shop, { as: 'anonymous' }), {
      by,
      said: [
        ['shopper', question],
        ['assistant', 'A person goes on from here.'],
        ['staff', reply]
      ]
    });
  }
}
