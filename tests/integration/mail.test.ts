import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findMail, newestMails, queueMail, type NewMail } from '#db/queries/mail.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { sendMail } from '#lib/commerce/mail/send-mail.server.ts';
import { atMailbox } from '#lib/commerce/stores/staff-policy.ts';
import { mailer } from '#lib/server/mailer.ts';
import { startJobs } from '#realtime/jobs.ts';
import { startRelay } from '#realtime/relay.ts';
import { mailServer, type MailServer } from '../support/mail-server.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { everybody } from '../support/staff.ts';
import { SOON } from '../support/soon.ts';

let shop: TestShop;
let post: MailServer;
beforeAll(async () => {
  [shop, post] = [await openShop(), await mailServer()];
});
afterAll(async () => {
  await post.stop();
  await shop.close();
});

const words = { kind: 'account', subject: 'नमस्ते Rhea', text: 'Hello.\n\nhttp://localhost:3000/account' } as const;
const sending = () => ({ ...shop, sendMail: mailer({ smtpUrl: post.url, from: 'mez <shop@mez.example>' }) });

async function queue(more: Partial<NewMail> = {}, fail = false): Promise<string> {
  const id = shop.newId();
  const mail = { ...words, id, to: 'rhea@example.com', at: shop.now(), ...more };
  await inTransaction(shop, { actor: SYSTEM }, async (tx) => {
    await queueMail(tx, mail);
    if (fail) throw new Error('the command came to nothing');
  });
  return id;
}

test('a mail exists if and only if what it tells of happened', async () => {
  await expect(queue({ to: 'nobody@example.com' }, true)).rejects.toThrow('came to nothing');
  expect(await newestMails(shop.db, { to: 'nobody@example.com', limit: 9 })).toEqual([]);
  const id = await queue();
  expect(await findMail(shop.db, id)).toMatchObject({ ...words, to: 'rhea@example.com', sentAt: null, tries: 0 });
  const facts = await shop.db.selectFrom('event').select(['type', 'data']).where('topic', '=', `mail:${id}`).execute();
  expect(facts).toEqual([{ type: 'mail.queued', data: { mailId: id } }]);
});

test('a job sends it once, in words and as a page; a server that says no is asked again', { timeout: 60_000 }, async () => {
  const own = sending();
  const jobs = await startJobs(own, { databaseUrl: shop.url, carrierSpeed: 600 });
  const relay = startRelay(own, { tellPages: async () => undefined, enqueue: jobs.enqueue });
  const to = 'asha@example.com';
  post.refuseOnce(to);
  const id = await queue({ to, replyTo: 'talk+0a@mez.example' });
  await vi.waitFor(async () => expect((await findMail(shop.db, id))?.sentAt).toEqual(shop.now()), SOON);
  await relay.stop();
  await jobs.stop();
  expect(await findMail(shop.db, id)).toMatchObject({ tries: 2, error: null, text: words.text });
  const taken = post.received.filter((mail) => mail.includes(`To: ${to}`));
  expect(taken).toHaveLength(1);
  expect(taken[0]).toContain('From: mez <shop@mez.example>');
  expect(taken[0]).toContain('Reply-To: talk+0a@mez.example');
  expect(taken[0]).toContain('Auto-Submitted: auto-generated');
  expect(taken[0]).toContain(`Message-ID: <${id}@mez.example>`);
  expect(taken[0]).toContain('Subject: =?UTF-8?');
  expect(taken[0]).toMatch(/text\/plain[\s\S]*http:\/\/localhost:3000\/account[\s\S]*text\/html[\s\S]*<a =?\s*href=3D/);
  // The first refusal is said once, and nothing else went wrong.
  expect(shop.faults.splice(0)).toHaveLength(1);
});

test('sent twice is sent once', async () => {
  const own = sending();
  const id = await queue({ to: 'twice@example.com' });
  await sendMail(own, { mailId: id });
  await sendMail(own, { mailId: id });
  expect(post.received.filter((mail) => mail.includes('To: twice@example.com'))).toHaveLength(1);
});

test('what opens something is not kept once it is sent', async () => {
  const id = await queue({ kind: 'password-reset' });
  await sendMail(sending(), { mailId: id });
  expect(await findMail(shop.db, id)).toMatchObject({ text: '', html: null, sentAt: shop.now() });
});

test('without a mail server the mail waits for whoever reads the mailbox', async () => {
  const id = await queue();
  await sendMail(shop, { mailId: id });
  expect(await findMail(shop.db, id)).toMatchObject({ text: words.text, sentAt: null, tries: 0 });
});

test('no line of a subject or an address becomes a header of its own', async () => {
  const id = await queue({ to: 'a@example.com', subject: 'Hello\r\nBcc: thief@example.com' });
  await sendMail(sending(), { mailId: id });
  expect(post.received.at(-1)?.split('\n\n')[0]).not.toMatch(/^Bcc:/m);
});

test('the mailbox opens to managers and admins alone', () => {
  const opens = everybody('blr-indiranagar').filter((actor) => {
    try {
      return atMailbox(actor);
    } catch {
      return false;
    }
  });
  expect(new Set(opens.map(({ role }) => role))).toEqual(new Set(['manager', 'admin']));
});
