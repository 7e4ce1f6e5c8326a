import { ownerOf } from '#db/queries/support-threads.ts';
import { mailAsking } from '#lib/server/hear-mail.ts';
import type { Shop } from '#lib/server/shop.ts';

/** A mail is answered as anything that is said; the answer goes out by itself, as its own fact. Runs as a job, so perhaps twice: answered once. */
export async function answerMail(shop: Shop, { threadId, messageId }: { threadId: string; messageId: string }): Promise<void> {
  const who = await ownerOf(shop.db, threadId);
  if (!who) return;
  // Heavy to load: only where something is to be answered.
  const { answerTurn } = await import('#agents/assistant.ts');
  const { said } = await answerTurn(shop, mailAsking(threadId, who), { messageId });
  if (said === 'busy') throw new Error(`another turn of talk ${threadId} takes long`);
}
