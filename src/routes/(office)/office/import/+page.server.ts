import { fail, redirect } from '@sveltejs/kit';
import { newestImportFiles } from '#db/queries/import-files.ts';
import { importKinds, LARGEST_FILE, TOO_LARGE, type ImportKind } from '#lib/commerce/imports/import-file.ts';
import { receiveImport } from '#lib/commerce/imports/receive-import.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { overImports } from '#lib/commerce/stores/staff-policy.ts';
import { BadForm, partsOf } from '#lib/server/multipart.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 20;
/** A form around the file: its marks and the other field. */
const AROUND = 2048;

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => overImports(actor));
  const files = await newestImportFiles(shop.db, SHOWN);
  return { files: files.map(({ id, kind, name, state, at, by }) => ({ id, kind, name, state, at, by: by.name })), zone: MARKET.timeZone };
};

const no = (status: number, message: string) => fail(status, { message });

export const actions: Actions = {
  /** The file is read as it arrives: a form that is taken apart as a whole would lie in memory. */
  send: async ({ request, locals: { shop, actor } }) => {
    if (Number(request.headers.get('content-length') ?? 0) > LARGEST_FILE + AROUND) return no(413, sentence(TOO_LARGE));
    const id = await received(request, async (sent) => receiveImport(shop, actor, sent)).catch((fault: unknown) => {
      if (fault instanceof BadForm) return { status: 400, message: fault.message };
      const { status, code, message, detail } = refusalToHttp(fault);
      return { status, message: code === 'invalid' && detail ? sentence(detail) : message };
    });
    if (id === undefined) return no(400, 'Choose a file first.');
    if (typeof id !== 'string') return no(id.status, id.message);
    redirect(303, `/office/import/${id}`);
  }
};

const sentence = (detail: string): string => `${detail.charAt(0).toUpperCase()}${detail.slice(1)}`;

type Sent = { kind: ImportKind; name: string; bytes: AsyncIterable<Uint8Array> };

/** What the file is said to be comes before it in the form. */
async function received(request: Request, take: (sent: Sent) => Promise<string>): Promise<string | undefined> {
  let kind: ImportKind = 'state';
  for await (const { name, fileName, bytes } of partsOf(request)) {
    if (name === 'kind') kind = await kindIn(bytes);
    if (name === 'file') return fileName ? take({ kind, name: fileName, bytes }) : undefined;
  }
  return undefined;
}

async function kindIn(bytes: AsyncIterable<Uint8Array>): Promise<ImportKind> {
  let said = '';
  for await (const some of bytes) {
    said += Buffer.from(some).toString('latin1');
    if (said.length > 20) break;
  }
  const kind = importKinds.find((one) => one === said);
  if (!kind) throw new BadForm('Say what the file is.');
  return kind;
}
