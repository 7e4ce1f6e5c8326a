import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { listedKiosks } from '#db/queries/kiosks.ts';
import { places } from '#db/queries/shelf.ts';
import { listedDevices, type ListedDevice } from '#db/queries/staff-devices.ts';
import { codeOf, spacedDeviceCode } from '#lib/commerce/staff/device-code.ts';
import { endKiosk } from '#lib/commerce/staff/end-kiosk.server.ts';
import { offerDevice } from '#lib/commerce/staff/offer-device.server.ts';
import { revokeDevice } from '#lib/commerce/staff/revoke-device.server.ts';
import { overDevices } from '#lib/commerce/stores/staff-policy.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { allowed } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Offer = z.object({
  key: z.string().min(1).max(200),
  name: z.string().trim().min(1, 'Give it a name, as in Till 2.').max(60, 'A name has 60 characters at most.'),
  nodeId: z.string().min(1, 'Choose a place.').max(60)
});
const Revoke = z.object({ deviceId: z.uuid() });
const End = z.object({ kioskId: z.uuid() });

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  const { nodeId } = allowed(() => overDevices(actor));
  const [all, devices] = [await places(shop.db), await listedDevices(shop.db, nodeId)];
  const now = shop.now();
  return {
    places: all.filter(({ id }) => nodeId === null || id === nodeId).map(({ id, name }) => ({ id, name })),
    kiosks: await listedKiosks(shop.db, nodeId, now),
    devices: devices.map((device) => ({ ...device, code: device.codeUntil > now ? codeShown(shop, device) : null })),
    /** Made with the form: the same press twice is one device. */
    key: shop.newId()
  };
};

/** What is typed or scanned on the new device; null for one that has no use for it any more. */
function codeShown({ keys, origin }: App.Locals['shop'], { id, enrolledAt, revokedAt }: ListedDevice) {
  if (enrolledAt || revokedAt) return null;
  const code = spacedDeviceCode(codeOf(keys.seal, id));
  const page = `${origin}/sign-in/device`;
  return { text: code, page, qr: qrShape(`${page}?code=${code}`) };
}

export const actions: Actions = {
  offer: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Offer, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const { key: _, ...values } = form.data;
    const offered = await offerDevice(shop, actor, form.data).catch(refusalToHttp);
    if ('status' in offered) return fail(offered.status, formProblem(offered.message, values));
    redirect(303, '/devices');
  },

  revoke: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Revoke, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const refused = await revokeDevice(shop, actor, form.data).catch(refusalToHttp);
    if (refused) return fail(refused.status, formProblem(refused.message));
    redirect(303, '/devices');
  },

  endKiosk: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(End, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const refused = await endKiosk(shop, actor, form.data).catch(refusalToHttp);
    if (refused) return fail(refused.status, formProblem(refused.message));
    redirect(303, '/devices');
  }
};
