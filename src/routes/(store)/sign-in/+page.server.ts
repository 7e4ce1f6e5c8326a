import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as z from 'zod';
import { peopleWithPin } from '#db/queries/staff-devices.ts';
import { homeOf } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff } from '#lib/kernel/actor.ts';
import { localPath } from '#lib/server/local-path.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { signInWithPin } from '#lib/server/pin-sign-in.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import { signInWithPassword, type SignedIn } from '#lib/server/sign-in.ts';
import { deviceSecretFrom, rememberDevice, staffDeviceFrom } from '#lib/server/staff-device.ts';
import type { Actions, PageServerLoad } from './$types';

const SignIn = z.object({
  email: z.string().trim().pipe(z.email('Type your whole e-mail, as in asha@mez.example.').max(200)),
  password: z.string().min(1, 'Type your password.').max(200, 'Type your password.')
});
const WithPin = z.object({
  userId: z.uuid('Choose your name.'),
  pin: z.string().regex(/^\d{4,8}$/, 'Type your PIN: four to eight digits.')
});

export const load: PageServerLoad = async ({ locals: { actor, shop }, cookies, url }) => {
  if (isStaff(actor)) redirect(303, localPath(url.searchParams.get('next'), homeOf(actor.role)));
  const device = await staffDeviceFrom(shop, cookies);
  const people = device ? await peopleWithPin(shop.db, device.nodeId) : [];
  return { device: device && people.length > 0 ? { name: device.name, place: device.nodeName, people } : null };
};

export const actions: Actions = {
  password: async (event) => {
    const { request, locals, getClientAddress } = event;
    const form = parseForm(SignIn, await request.formData());
    if ('problems' in form) return fail(400, { door: 'password', ...form.problems });

    const given = { ...form.data, address: getClientAddress(), broughtAlong: request.headers.get('cookie') };
    const signedIn = await signInWithPassword(locals.shop, given).catch(refusalToHttp);
    if ('status' in signedIn) return refused(event, signedIn, { door: 'password', values: { email: form.data.email } });
    return letIn(event, signedIn);
  },

  pin: async (event) => {
    const { request, locals, cookies } = event;
    const form = parseForm(WithPin, await request.formData());
    if ('problems' in form) return fail(400, { door: 'pin', ...form.problems });

    const secret = deviceSecretFrom(cookies) ?? '';
    const along = { broughtAlong: request.headers.get('cookie'), userAgent: request.headers.get('user-agent') };
    const signedIn = await signInWithPin(locals.shop, locals.actor, { ...form.data, ...along, secret }).catch(refusalToHttp);
    if ('status' in signedIn) return refused(event, signedIn, { door: 'pin', values: { userId: form.data.userId } });
    rememberDevice(cookies, secret);
    return letIn(event, signedIn);
  }
};

function letIn({ cookies, url }: RequestEvent, { cookie, role }: SignedIn): never {
  cookies.set(cookie.name, cookie.value, cookie.attributes);
  redirect(303, localPath(url.searchParams.get('next'), homeOf(role)));
}

type Typed = { door: 'password' | 'pin'; values: Record<string, string> };

function refused({ setHeaders }: RequestEvent, { status, code, detail, message }: HttpRefusal, { door, values }: Typed) {
  if (status === 429) setHeaders({ 'retry-after': detail });
  const words = code === 'too-many-requests' && door === 'pin' ? `${message} Your password opens the till meanwhile.` : message;
  return fail(status, { door, ...formProblem(words, values) });
}
