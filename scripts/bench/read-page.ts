import type { HttpClient, Reply } from './http-client.ts';

const AS_A_BROWSER = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' };

/** Reads a page as a browser does: compressed. @throws when it is not a whole page */
export async function readPage(client: HttpClient, path: string): Promise<Reply> {
  const page = await client.send('GET', path, { headers: AS_A_BROWSER });
  if (page.status !== 200) throw new Error(`GET ${path}: ${page.status}`);
  if (page.headers['content-encoding'] !== 'br') throw new Error(`GET ${path} came uncompressed`);
  return page;
}
