import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlainTrouble } from '../plain-trouble.ts';

/** Whom the server runs as; empty means whoever we are. */
export type Owner = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root, so root steps down to the system user `postgres`, made when missing. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  try {
    return postgresUser();
  } catch {
    return makePostgresUser();
  }
}

function postgresUser(): Owner {
  const number = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: number('-u'), gid: number('-g') };
}

function makePostgresUser(): Owner {
  const quiet = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  try {
    execFileSync('useradd', [...quiet, 'postgres'], { stdio: 'ignore' });
    return postgresUser();
  } catch {
    throw new PlainTrouble(
      'PostgreSQL does not run as root and no user "postgres" could be made: start as an ordinary user, or set DATABASE_URL to a server of your own.'
    );
  }
}

/** Whether the server may walk into a path, whatever the folders above it allow. */
export function mayEnter(path: string, owner: Owner): boolean {
  if (owner.uid === undefined) return true;
  try {
    execFileSync('test', ['-x', path], { ...owner, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder itself, or a stand-in under /var/tmp when a folder above is closed to the server's user
 * (a clone in root's home). The stand-in is named after the folder, so that every start finds the same one.
 */
export function enterableFolder(wanted: string, owner: Owner): string {
  const folder = opened(resolve(wanted), owner);
  if (mayEnter(folder, owner)) return folder;
  return opened(standIn('data', folder), owner);
}

export function standIn(what: string, path: string): string {
  const folder = `/var/tmp/throughline-${what}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
  // A folder that everyone writes to: someone else may have put something under our name.
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there && (!there.isDirectory() || there.uid !== process.getuid?.())) {
    throw new PlainTrouble(`${folder} belongs to someone else: remove it and start again.`);
  }
  return folder;
}

function opened(folder: string, owner: Owner): string {
  try {
    mkdirSync(folder, { recursive: true });
    // mkdtemp makes 0700, which the server's user could not pass.
    if (owner.uid !== undefined) chmodSync(folder, 0o711);
  } catch {
    throw new PlainTrouble(`The database cannot be kept in ${folder}: the folder is not writable.`);
  }
  return folder;
}
