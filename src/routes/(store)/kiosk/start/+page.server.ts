import { redirect } from '@sveltejs/kit';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { forgetEverything, forgetKiosk, rememberKiosk } from '#lib/server/kiosk-cookie.ts';
import { signOut } from '#lib/server/session.ts';
import { allowed } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor } }) => {
  allowed(() => atNode(actor, 'sell-in-store'));
};

export const actions: Actions = {
  /** Whoever starts it leaves nothing of themselves behind: their session ends here, and the screen only knows where it stands. */
  start: async ({ cookies, request, locals: { shop, actor } }) => {
    const { nodeId } = allowed(() => atNode(actor, 'sell-in-store'));
    const brought = request.headers.get('cookie');
    await signOut(shop.db, 'staff', brought);
    await signOut(shop.db, 'shopper', brought);
    forgetEverything(cookies);
    rememberKiosk(cookies, shop, nodeId);
    redirect(303, '/kiosk');
  },

  end: ({ cookies, locals: { actor } }) => {
    allowed(() => atNode(actor, 'sell-in-store'));
    forgetKiosk(cookies);
    redirect(303, '/till');
  }
};
