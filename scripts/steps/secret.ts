import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainTrouble } from '#db/plain-trouble.ts';

/**
 * The secret of the shop: from SECRET, else made once and kept where only we read it.
 * Processes that share the folder share the secret.
 */
export function secretOf(dataFolder: string, given = process.env['SECRET']): string {
  if (given) return given;
  const file = join(dataFolder, 'secret');
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw new PlainTrouble(`The folder ${dataFolder} is not writable: set DATA_FOLDER to one that is.`);
  }
  return keptSecret(file);
}

function keptSecret(file: string): string {
  try {
    chmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  } catch {
    throw new PlainTrouble(`The file ${file} cannot be kept to ourselves and read: let us own it where we may write, or set SECRET.`);
  }
}
