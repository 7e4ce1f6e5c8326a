import { insertGiftCard, payIn } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overMoney } from '../stores/staff-policy.ts';
import { sealedCode, VALUE_CODE_LENGTH } from './stored-value.ts';

/** `amountMinor` above 0, in minor units. Without a code of its own one is made. */
export type IssueGiftCard = { amountMinor: number; currency: string; expiresAt?: Date | null; code?: string };

/** The answer is all that is ever known of the code. The same code again issues nothing. Refuses `forbidden`. */
export async function issueGiftCard(shop: Shop, actor: Actor, input: IssueGiftCard): Promise<{ code: string }> {
  overMoney(actor);
  const { amountMinor, currency, expiresAt = null, code = shop.newCode(VALUE_CODE_LENGTH) } = input;
  const [id, at] = [shop.newId(), shop.now()];
  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await insertGiftCard(tx, { id, sealed: sealedCode(shop.keys.seal, code), currency, expiresAt, at }))) return;
    const entry = { id: shop.newId(), valueId: id, deltaMinor: amountMinor, cause: `issued:${id}`, actor, at };
    await payIn(tx, 'issued', { ...entry, spendUntil: at });
  });
  return { code };
}
