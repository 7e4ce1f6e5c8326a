import { endAnswer as ended } from '#db/queries/support-answers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overAnswers } from '../stores/staff-policy.ts';

/** Nobody says this any more. Done twice it is done once. Refuses `forbidden`. */
export async function endAnswer(shop: Shop, actor: Actor, { answerId }: { answerId: string }): Promise<void> {
  const { userId } = overAnswers(actor);
  await inTransaction(shop, { actor }, async (tx) => ended(tx, { id: answerId, userId, at: shop.now() }));
}
