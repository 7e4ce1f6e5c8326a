import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PlainTrouble } from '../plain-trouble.ts';
import type { Owner } from './owner.ts';
import { isAlive } from './running-server.ts';

type Wanted = { folder: string; initdb: string; owner: Owner; user: string; password: string; throwaway: boolean };

const DRAFT = 'new-';

/**
 * Makes `data` in the folder when it is not there. It is made under another name and moved at the end: a start that was cut
 * off leaves no half cluster, and of two starts at once one wins.
 */
export async function makeClusterOnce(wanted: Wanted): Promise<void> {
  const data = join(wanted.folder, 'data');
  if (existsSync(data)) return;

  sweepDrafts(wanted.folder);
  const draft = mkdtempSync(join(wanted.folder, `${DRAFT}${process.pid}-`));
  try {
    renameSync(await initialised(wanted, draft), data);
  } catch (error) {
    if (!existsSync(data)) throw new PlainTrouble(`The embedded PostgreSQL could not be set up in ${wanted.folder}: ${reason(error)}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What starts that were killed left half-made. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(DRAFT)) continue;
    const maker = Number(name.slice(DRAFT.length).split('-')[0]);
    if (!isAlive(maker)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function initialised({ initdb, owner, user, password, throwaway }: Wanted, draft: string): Promise<string> {
  const data = join(draft, 'data');
  const secret = join(draft, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) for (const path of [draft, data, secret]) chownSync(path, owner.uid, owner.gid);

  // One sorting and one set of case rules on every machine.
  const words = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${user}`, `--pwfile=${secret}`, '--auth=scram-sha-256'];
  const all = ['--pgdata', data, ...access, ...words, ...(throwaway ? ['--no-sync'] : [])];
  await promisify(execFile)(initdb, all, { ...owner, cwd: draft, env: serverEnvironment() });
  return data;
}

/** Nothing of the user's own settings (PGDATA, locales, time zones) may change how the server works. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = process.platform === 'win32' ? process.env : { PATH: process.env['PATH'] };
  return { ...kept, LC_ALL: 'C', TZ: 'UTC' };
}

function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const text = said || (error instanceof Error ? error.message : String(error));
  return text.trim().split('\n').at(-1) ?? '';
}
