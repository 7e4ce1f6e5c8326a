import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findImportFile } from '#db/queries/import-files.ts';
import { confirmImport } from '#lib/commerce/imports/confirm-import.server.ts';
import { overImports } from '#lib/commerce/stores/staff-policy.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { shop, actor } }) => {
  allowed(() => overImports(actor));
  const file = z.uuid().safeParse(params.importId).success ? await findImportFile(shop.db, params.importId) : undefined;
  if (!file) error(404, { message: 'There is no file at this address.' });
  const { id, kind, name, state, size, progress, found } = file;
  return { file: { id, kind, name, state, size, progress, found } };
};

export const actions: Actions = {
  confirm: async ({ params: { importId }, locals: { shop, actor } }) => {
    const refused = await confirmImport(shop, actor, { importId }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { message: refused.message });
    redirect(303, `/office/import/${importId}`);
  }
};
