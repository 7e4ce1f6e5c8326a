import * as z from 'zod';
import { runningSessionsOf } from '#db/queries/sessions.ts';
import { theCustomer } from '#lib/commerce/customers/customer.ts';
import { endOtherSessions, endSession } from '#lib/commerce/customers/end-session.server.ts';
import { useCode } from '#lib/commerce/customers/use-code.server.ts';
import { customerWithPassword } from '../../sign-in.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { newSession } from '../new-session.ts';
import { Device, DeviceSecret, Email, Password, Session } from '../schemas/account.ts';
import { Nothing } from '../schemas.ts';

const OfSession = z.object({ name: z.string().regex(/^h1:[\w-]{43}$/) });
const ANOTHER = 'Sent again, it starts another session.';

export const sessionEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/sessions',
    operationId: 'createSession',
    tag: 'accounts',
    summary: 'Sign in with a password',
    again: ANOTHER,
    keyed: 'secret',
    params: Nothing,
    body: z.strictObject({ email: Email, password: Password }),
    status: 201,
    answer: Session,
    refusals: ['sign-in-refused', 'too-many-requests'],
    example: { body: { email: 'rhea@example.com', password: 'a lamp of many colours' } },
    async run(shop, _, { body, from, userAgent }) {
      return newSession(shop, await customerWithPassword(shop, { ...body, address: from }), userAgent);
    }
  }),
  endpoint({
    method: 'POST',
    path: '/sessions/by-code',
    operationId: 'createSessionByCode',
    tag: 'accounts',
    summary: 'Sign in with a mailed code',
    again: 'The code works once.',
    keyed: 'secret',
    params: Nothing,
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'give the six digits'), device: DeviceSecret }),
    status: 201,
    answer: Session,
    refusals: ['code-wrong', 'too-many-requests'],
    example: { body: { code: '123456', device: 'd'.repeat(22) } },
    async run(shop, actor, { body: { code, device }, from, userAgent }) {
      return newSession(shop, await useCode(shop, actor, { code, browser: device, address: from }), userAgent);
    }
  }),
  endpoint({
    method: 'GET',
    path: '/account/sessions',
    operationId: 'listSessions',
    tag: 'accounts',
    summary: 'Where this account is signed in',
    params: Nothing,
    status: 200,
    answer: z.object({ sessions: z.array(Device) }),
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { session }) {
      const running = await runningSessionsOf(shop.db, theCustomer(actor));
      const sessions = running.map(({ id, label, created_at: since, last_seen_at: lastSeen }) => ({
        name: id,
        label,
        since: since.toISOString(),
        lastSeen: lastSeen.toISOString(),
        isHere: id === session?.name
      }));
      return { sessions };
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/sessions',
    operationId: 'endOtherSessions',
    tag: 'accounts',
    summary: 'Sign out everywhere but here',
    params: Nothing,
    status: 200,
    answer: Nothing,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { session }) {
      await endOtherSessions(shop, actor, { keep: session?.name ?? '' });
      return {};
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/sessions/{name}',
    operationId: 'endSession',
    tag: 'accounts',
    summary: 'Sign out there, or here',
    params: OfSession,
    status: 200,
    answer: Nothing,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { params }) {
      await endSession(shop, actor, params);
      return {};
    }
  })
];
