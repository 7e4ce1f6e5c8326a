import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { programOf } from './programs.ts';
import { say } from './progress.ts';

/** The one that has no windows first: it is the same engine, and opens the same pages with a fifth less work. */
const USUAL_PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

type Machine = {
  /** Whether the program is there and starts: a browser without its libraries is none. */
  runs: (path: string) => boolean;
  /** Tries to install one; false when that failed. */
  download: () => boolean;
  installPackage: () => boolean;
};

/** The Chromium that browser tests use: the one named, an installed one, else one that is installed now. Never none. */
export function findChromium(named = process.env['CHROMIUM'], machine: Machine = thisMachine): string {
  if (named) {
    if (machine.runs(named)) return named;
    throw new PlainTrouble(`CHROMIUM names ${named}, and that does not start.`);
  }
  const places = [...USUAL_PLACES, chromium.executablePath()];
  const look = () => places.find((place) => machine.runs(place));

  const found = look() ?? (machine.download() ? look() : undefined) ?? (machine.installPackage() ? look() : undefined);
  if (found) return found;
  throw new PlainTrouble(
    'The browser tests need Chromium: none is installed, and neither the download of Playwright nor apt-get could bring one; install it, or set CHROMIUM to its path.'
  );
}

const thisMachine: Machine = {
  runs: (path) => existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0,
  download() {
    say('chromium  none found, downloading one …');
    return succeeds(process.execPath, [programOf('playwright'), 'install', 'chromium']);
  },
  installPackage() {
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
    say('chromium  installing the package of the system …');
    if (!succeeds('apt-get', ['update'])) return false;
    // Older systems have no package of the one without windows.
    return ['chromium-headless-shell', 'chromium'].some((name) =>
      succeeds('apt-get', ['install', '--yes', '--no-install-recommends', name])
    );
  }
};

function succeeds(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, timeout: 10 * 60_000 }).status === 0;
}
