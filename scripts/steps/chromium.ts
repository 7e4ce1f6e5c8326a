import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { programOf } from './programs.ts';
import { say } from './progress.ts';

const USUAL_PLACES = [
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

/**
 * The same engine without windows, where it is installed beside it: it opens the same pages with a fifth less work. What has to do with
 * windows it lacks: notices on the screen are always forbidden in it.
 */
export function withoutWindows(whole: string, runs = thisMachine.runs): string {
  const shell = `${whole}-headless-shell`;
  return runs(shell) ? shell : whole;
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
    const installed = (name: string) => succeeds('apt-get', ['install', '--yes', '--no-install-recommends', name]);
    if (!succeeds('apt-get', ['update']) || !installed('chromium')) return false;
    // Older systems have no package of the one without windows, and do without.
    installed('chromium-headless-shell');
    return true;
  }
};

function succeeds(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, timeout: 10 * 60_000 }).status === 0;
}
