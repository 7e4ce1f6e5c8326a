import { error, redirect } from '@sveltejs/kit';
import { findAlert } from '#db/queries/stock-alerts.ts';
import { endAlerts } from '#lib/commerce/stock/end-alerts.server.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Actions, PageServerLoad } from './$types';

const OVER = 'This link is good for nothing any more: whatever it was for is over.';

export const load: PageServerLoad = async ({ params, url, locals: { shop }, setHeaders }) => {
  const id = shop.keys.open('alert', params.alertKey);
  if (id === undefined || !(await findAlert(shop.db, id))) error(404, { message: OVER });
  setHeaders({ 'referrer-policy': 'no-referrer' });
  return { done: url.searchParams.has('done') };
};

export const actions: Actions = {
  // Programs that read mails open every link in them: only a press ends something.
  default: async ({ params: { alertKey }, locals: { shop, actor } }) => {
    const refused = await endAlerts(shop, actor, { alertKey }).catch(refusalToHttp);
    if (refused) error(refused.status, { message: OVER });
    redirect(303, `/no-more-mail/${alertKey}?done`);
  }
};
