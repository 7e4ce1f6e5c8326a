import { join } from 'node:path';
import { freePort } from '#db/embedded-database.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from '../steps/child.ts';
import { HOUSE, programOf } from '../steps/programs.ts';
import type { Lab } from './lab.ts';
import { startOne, type ShopProcess } from './shop-process.ts';

const BENCH = join(HOUSE, 'scripts', 'bench');

/**
 * The ceiling of the pages: a SvelteKit app with one page of twenty-four things, built now with the packages that build the shop. An
 * app of its own and no hidden page of the shop: there it would carry the shop's layout, hooks and policy, and be shipped with it.
 */
export async function startFixture(lab: Lab): Promise<ShopProcess> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const vite = startNode([programOf('vite'), 'build'], { env, cwd: join(BENCH, 'fixture-app'), quiet: true });
  lab.undo.later(vite.stop);
  const code = await vite.gone;
  if (code !== 0) throw new PlainTrouble(`The page to compare with could not be built (vite ended with code ${code}).`);

  const port = await freePort();
  const file = join(BENCH, 'fixture-server.ts');
  const page = await startOne(['--import', join(BENCH, 'inside.ts'), file], { ...env, PORT: String(port) });
  lab.undo.later(page.stop);
  return { origin: `http://127.0.0.1:${port}`, ...page };
}
