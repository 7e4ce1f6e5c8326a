import type { MailKind, MailWords } from '#lib/commerce/mail/mail.ts';
import type { MailEvent } from '#lib/commerce/mail/mail.events.ts';
import type { Db, Tx } from '../client.ts';
import { recordEvents } from './outbox.ts';

export type NewMail = MailWords & {
  id: string;
  to: string;
  html?: string | null;
  orderId?: string | null;
  replyTo?: string | null;
  at: Date;
};
export type Mail = {
  id: string;
  kind: MailKind;
  to: string;
  subject: string;
  text: string;
  html: string | null;
  orderId: string | null;
  /** Where an answer goes; null: nobody reads it. */
  replyTo: string | null;
  madeAt: Date;
  sentAt: Date | null;
  tries: number;
  error: string | null;
};

const COLUMNS = [
  'id',
  'kind',
  'to',
  'subject',
  'text',
  'html',
  'order_id as orderId',
  'reply_to as replyTo',
  'made_at as madeAt',
  'sent_at as sentAt',
  'tries',
  'error'
] as const;

/** Exists if and only if what it tells of happened. Sent by a job after the commit, never from here. */
export async function queueMail(tx: Tx, { at, orderId = null, html = null, replyTo = null, ...mail }: NewMail): Promise<void> {
  await tx
    .insertInto('mail')
    .values({ ...mail, html, order_id: orderId, reply_to: replyTo, made_at: at })
    .execute();
  const queued: MailEvent = { type: 'mail.queued', topic: `mail:${mail.id}`, version: 1, mailId: mail.id };
  await recordEvents(tx, [queued], { actor: { role: 'system', channel: 'system' }, at, cause: null });
}

export async function findMail(db: Db | Tx, id: string): Promise<Mail | undefined> {
  return db.selectFrom('mail').select(COLUMNS).where('id', '=', id).$narrowType<{ kind: MailKind }>().executeTakeFirst();
}

/** `forget`: its words open something, so nobody reads them here afterwards. */
export async function noteMailSent(db: Db, id: string, { at, forget }: { at: Date; forget: boolean }): Promise<void> {
  await db
    .updateTable('mail')
    .set((eb) => ({ sent_at: at, tries: eb('tries', '+', 1), error: null, ...(forget && { text: '', html: null }) }))
    .where('id', '=', id)
    .execute();
}

export async function noteMailFailed(db: Db, id: string, error: string): Promise<void> {
  await db
    .updateTable('mail')
    .set((eb) => ({ tries: eb('tries', '+', 1), error }))
    .where('id', '=', id)
    .execute();
}

export type MailFilter = { to?: string | undefined; before?: Date | undefined; limit: number };

export async function newestMails(db: Db, { to, before, limit }: MailFilter): Promise<Mail[]> {
  return db
    .selectFrom('mail')
    .select(COLUMNS)
    .$if(to !== undefined, (query) => query.where('to', '=', to ?? ''))
    .$if(before !== undefined, (query) => query.where('made_at', '<', before ?? new Date(0)))
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .$narrowType<{ kind: MailKind }>()
    .execute();
}

/** What is known of a person under one address goes along to their new one; so does what still waits to be sent. */
export async function readdressMails(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.updateTable('mail').set({ to }).where('to', '=', from).execute();
}

export async function deleteMailsTo(tx: Tx, to: string): Promise<void> {
  await tx.deleteFrom('mail').where('to', '=', to).execute();
}
