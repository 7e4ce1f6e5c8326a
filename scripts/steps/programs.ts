import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlainTrouble } from '#db/plain-trouble.ts';

/** The folder of the repository. */
export const HOUSE = fileURLToPath(new URL('../..', import.meta.url));

/** The script behind a command of an installed package; a path stays what it is. */
export function programOf(command: string): string {
  if (/[./\\]/.test(command)) return command;
  const link = fileURLToPath(new URL(`../../node_modules/.bin/${command}`, import.meta.url));
  if (!existsSync(link)) throw new PlainTrouble(`There is no command ${command} among the installed packages.`);
  return realpathSync(link);
}
