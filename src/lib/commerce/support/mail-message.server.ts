import { findMail, queueMail } from '#db/queries/mail.ts';
import { lockTalk } from '#db/queries/support-tickets.ts';
import { messageToMail, talkMailOf } from '#db/queries/talk-mail.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { replyAddress } from '#lib/server/reply-address.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cardsIn } from './card.ts';
import { mailOfMessage } from './mail-of-message.ts';
import type { Who } from './who.ts';

/**
 * What was said to a shopper who writes mails goes out as one, by the id of the message: once. Runs as a job, so perhaps twice. Where their address is
 * gone meanwhile, it stays in the talk.
 */
export async function mailMessage(
  shop: Shop,
  actor: Actor,
  { threadId, messageId }: { threadId: string; messageId: string }
): Promise<void> {
  await inTransaction(shop, { actor }, async (tx) => {
    await lockTalk(tx, threadId);
    const talk = await talkMailOf(tx, threadId);
    const message = await messageToMail(tx, { threadId, messageId });
    if (!talk || talk.email === null || !message || (await findMail(tx, messageId))) return;
    const words = mailOfMessage({ ...message, cards: cardsIn(message.cards) }, { link: linkTo(shop, talk.who), number: talk.number });
    await queueMail(tx, { id: messageId, to: talk.email, replyTo: replyAddress(shop, threadId), ...words, at: shop.now() });
  });
}

const linkTo = ({ origin, keys }: Pick<Shop, 'origin' | 'keys'>, who: Who): string =>
  `${origin}/assistant${who.as === 'guest' ? `?order=${keys.make('order', who.orderId)}` : ''}`;
