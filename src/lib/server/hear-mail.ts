import { talkMailOf } from '#db/queries/talk-mail.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import type { Appended } from '#db/queries/support-messages.ts';
import { audited } from '#lib/commerce/support/audited.ts';
import { senderOf, wordsOfMail } from '#lib/commerce/support/mail-words.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking, Who } from '#lib/commerce/support/who.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from './rate-limit.ts';
import { threadAnswered } from './reply-address.ts';
import type { Shop } from './shop.ts';

/** As whoever takes mails for us hands one over. `to` and `from`: as they stand in its head. */
export type IncomingMail = { messageId: string; to: string; from: string; subject: string; text: string };

/** No browser has this session, so nothing that is proposed in a mail is confirmed anywhere: the page asks once more. */
export const mailAsking = (threadId: string, who: Who): Asking => ({ who, threadId, channel: 'email', session: `mail:${threadId}` });

/**
 * A mail that answers one of ours is the next message of its talk, once by its id. Only from the address that the talk is answered to: a mail that was
 * passed on opens no talk to whoever got it. Refuses `not-found`, `forbidden` to another sender, and what `sayInTalk` does.
 */
export async function hearMail(shop: Shop, mail: IncomingMail): Promise<Appended> {
  const threadId = threadAnswered(shop, mail.to) ?? refuse('not-found');
  const { who, email } = (await talkMailOf(shop.db, threadId)) ?? refuse('not-found');
  if (email === null || senderOf(mail.from) !== email.toLowerCase()) return refused(shop, threadId, mail);
  const key = `mail:${shop.keys.seal('mail', mail.messageId).toString('base64url')}`;
  return sayInTalk(shop, mailAsking(threadId, who), { key, words: wordsOfMail(mail) });
}

/** In the log, but not so often that somebody fills it. */
async function refused(shop: Shop, threadId: string, { from, text }: IncomingMail): Promise<never> {
  await limited(shop, LIMITS.messageBySession, `mail of others:${threadId}`);
  await insertAudit(shop.db, {
    threadId,
    actionId: null,
    who: { as: 'system' },
    channel: 'email',
    tool: 'mail',
    arguments: audited({ email: from, words: text }),
    decision: 'refused',
    code: 'forbidden',
    rule: null,
    at: shop.now()
  });
  return refuse('forbidden', 'another sender');
}
