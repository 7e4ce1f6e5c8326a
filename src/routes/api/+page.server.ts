import { guide } from '#lib/server/api/guide.ts';
import type { PageServerLoad } from './$types';

/** Read like a book: there is nothing on it that needs a script. */
export const csr = false;

export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'public, max-age=300' });
  return { guide: guide(), address: `${url.origin}/api/v1` };
};
