import * as z from 'zod';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { resetPassword } from '#lib/commerce/customers/change-password.server.ts';
import { confirmSignUp } from '#lib/commerce/customers/confirm-sign-up.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { newSession } from '../new-session.ts';
import { DeviceSecret, Email, MailedSecret, Name, Password, Session } from '../schemas/account.ts';
import { Nothing } from '../schemas.ts';

const OfReset = z.object({ secret: MailedSecret });
const SILENT = 'The answer is the same whether there is an account or not; the mail says it.';
const AGAIN = 'Sent again, it mails again, five times in a quarter of an hour.';

/** What is mailed first and proved afterwards. */
export const signUpEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/sign-ups',
    operationId: 'signUp',
    tag: 'accounts',
    summary: 'Ask for an account',
    description: `A link is mailed that finishes it. ${SILENT}`,
    again: AGAIN,
    keyed: 'answer',
    params: Nothing,
    body: z.strictObject({ email: Email, name: Name, password: Password, device: DeviceSecret }),
    status: 201,
    answer: Nothing,
    refusals: ['password-weak', 'too-many-requests'],
    example: { body: { email: 'rhea@example.com', name: 'Rhea Pinto', password: 'a lamp of many colours', device: 'd'.repeat(22) } },
    async run(shop, actor, { body: { device, ...asked }, from }) {
      await signUp(shop, actor, { ...asked, browser: device, address: from });
      return {};
    }
  }),
  endpoint({
    method: 'POST',
    path: '/sign-ups/confirmation',
    operationId: 'confirmSignUp',
    tag: 'accounts',
    summary: 'Finish an account and sign in',
    description: 'With the secret of the mailed link. From another device than the one that asked, the password is needed too.',
    again: 'The link works once.',
    keyed: 'secret',
    params: Nothing,
    body: z.strictObject({ secret: MailedSecret, device: DeviceSecret.optional(), password: Password.optional() }),
    status: 201,
    answer: Session,
    refusals: ['link-over', 'sign-in-refused'],
    example: { body: { secret: '0'.repeat(26), device: 'd'.repeat(22) } },
    async run(shop, actor, { body: { device, ...given }, userAgent }) {
      return newSession(shop, await confirmSignUp(shop, actor, { ...given, browser: device }), userAgent);
    }
  }),
  endpoint({
    method: 'POST',
    path: '/sign-in-codes',
    operationId: 'askForCode',
    tag: 'accounts',
    summary: 'Ask for a code to sign in with',
    description: `Six digits are mailed, which only this device can use. ${SILENT}`,
    again: AGAIN,
    keyed: 'answer',
    params: Nothing,
    body: z.strictObject({ email: Email, device: DeviceSecret }),
    status: 201,
    answer: Nothing,
    refusals: ['too-many-requests'],
    example: { body: { email: 'rhea@example.com', device: 'd'.repeat(22) } },
    async run(shop, actor, { body: { email, device }, from }) {
      await askForCode(shop, actor, { email, browser: device, address: from });
      return {};
    }
  }),
  endpoint({
    method: 'POST',
    path: '/password-resets',
    operationId: 'askForReset',
    tag: 'accounts',
    summary: 'Ask for a link to choose a new password',
    description: SILENT,
    again: AGAIN,
    keyed: 'answer',
    params: Nothing,
    body: z.strictObject({ email: Email }),
    status: 201,
    answer: Nothing,
    refusals: ['too-many-requests'],
    example: { body: { email: 'rhea@example.com' } },
    async run(shop, actor, { body, from }) {
      await askForReset(shop, actor, { ...body, address: from });
      return {};
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/password-resets/{secret}',
    operationId: 'resetPassword',
    tag: 'accounts',
    summary: 'Choose a new password by the mailed link',
    description: 'Signs out everywhere, and in here.',
    params: OfReset,
    body: z.strictObject({ password: Password }),
    status: 200,
    answer: Session,
    refusals: ['link-over', 'password-weak'],
    example: { body: { password: 'a lamp of many colours' } },
    async run(shop, actor, { params, body, userAgent }) {
      return newSession(shop, await resetPassword(shop, actor, { ...params, ...body }), userAgent);
    }
  })
];
