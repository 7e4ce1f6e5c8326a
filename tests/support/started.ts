import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayEnter, serverOwner, type Owner } from '#db/embedded/owner.ts';
import { HOUSE } from '#scripts/steps/programs.ts';
import { hashOfSources } from '#scripts/steps/sources.ts';

export type Ended = { code: number | null; out: string; err: string };
export type Started = { child: ChildProcess; said: () => string; ended: Promise<Ended> };

type How = { cwd?: string; env?: Record<string, string | undefined>; owner?: Owner; node?: string };

/** What a shop of this folder may be set to is nothing to one that a test starts. */
const UNSET = Object.fromEntries(['NODE_ENV', 'ORIGIN', 'BIND_ADDRESS', 'SECRET', 'DATABASE_URL'].map((name) => [name, undefined]));

const running = new Set<Started>();

/** A process as `npm` would start it; what it says is kept. */
export function start(args: string[], { cwd = HOUSE, env = {}, owner = {}, node = process.execPath }: How = {}): Started {
  const child = spawn(node, args, { cwd, env: { ...process.env, ...UNSET, ...env }, ...owner, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  const ended = new Promise<Ended>((settle) => child.on('close', (code) => settle({ code, out, err })));
  const started = { child, said: () => out + err, ended };
  running.add(started);
  void ended.then(() => running.delete(started));
  return started;
}

/** Ends what still runs: a shop that was not to open, or one that a failing test forgot. */
export async function endStarted(): Promise<void> {
  for (const { child } of running) child.kill('SIGTERM');
  await Promise.all([...running].map(async ({ ended }) => ended));
}

export const run = async (args: string[], how?: How): Promise<Ended> => start(args, how).ended;

/** Whoever we are if that is not root, who may write everywhere; else whom the database runs as, with a Node that they can walk to. */
export function ordinaryUser(folder: string): { owner: Owner; node: string } {
  const owner = serverOwner();
  if (mayEnter(process.execPath, owner)) return { owner, node: process.execPath };
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  return { owner, node };
}

export type OpenFolder = {
  folder: string;
  /** Nobody may write into it any more, until all is removed. */
  close: (inside: string) => void;
  remove: () => void;
};

/** A folder for one test file, into which everybody may look: those of `mkdtemp` are closed. */
export function openFolder(name: string): OpenFolder {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o755);
  const closed: string[] = [];
  return {
    folder,
    close(inside) {
      chmodSync(inside, 0o555);
      closed.push(inside);
    },
    remove() {
      // Out of a closed folder nobody but root may take anything.
      for (const inside of closed) chmodSync(inside, 0o755);
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** The sources of the house with a build that was made of them, whose pages are empty. */
export function copyOfHouse(to: string): void {
  mkdirSync(to);
  for (const name of ['agents', 'db', 'realtime', 'scripts', 'src', 'package.json'])
    cpSync(join(HOUSE, name), join(to, name), { recursive: true });
  symlinkSync(join(HOUSE, 'node_modules'), join(to, 'node_modules'));
  mkdirSync(join(to, 'build'));
  writeFileSync(join(to, 'build', 'handler.js'), 'export const handler = (request, response) => response.end();\n');
  writeFileSync(join(to, 'build', '.sources'), hashOfSources(to));
}
