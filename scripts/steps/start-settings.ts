import { settingsFrom, type Settings } from '#lib/server/settings.ts';

/** Checks the settings before anything is started; the database and the secret may still be made on the way. */
export function settingsBeforeStart(): Settings {
  const { DATABASE_URL, SECRET, ...given } = process.env;
  return settingsFrom({
    ...given,
    DATABASE_URL: DATABASE_URL ? DATABASE_URL : 'postgres://127.0.0.1/to-be-started',
    SECRET: SECRET ? SECRET : 'made on the way when there is none'
  });
}
