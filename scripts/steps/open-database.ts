import { join } from 'node:path';
import { startDatabase } from '#db/embedded-database.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { checkServer } from '#db/server-check.ts';
import { secretOf } from './secret.ts';
import { settingsBeforeStart } from './start-settings.ts';
import type { Undo } from './undo.ts';

type Use = {
  /** Whoever serves wants the database to itself: the one that started it would end it under the other's feet. */
  alone?: boolean;
};

/**
 * The database of the shop: the server that DATABASE_URL names, else the embedded one with its data in the data folder.
 * Address and secret go into the environment, so that `theShop()` and the processes we start find them.
 * @returns where it is, in words
 */
export async function openDatabase(undo: Undo, { alone = false }: Use = {}): Promise<string> {
  const { dataFolder: folder } = settingsBeforeStart();
  process.env['SECRET'] = secretOf(folder);
  const given = process.env['DATABASE_URL'];
  if (given) {
    await checkServer(given);
    return 'your server answers';
  }

  const starting = startDatabase(join(folder, 'postgres'));
  // Remembered before it stands: whoever stops us half-way finds it too.
  undo.later(async () => (await starting.catch(() => undefined))?.stop());
  const database = await starting;
  if (alone && database.borrowed) {
    throw new PlainTrouble(`The shop in ${folder} is running already: stop it first, or set DATA_FOLDER to another folder.`);
  }
  process.env['DATABASE_URL'] = database.url;
  return `embedded PostgreSQL, its data in ${database.folder}`;
}
