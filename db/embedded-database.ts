import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeClusterOnce, serverEnvironment } from './embedded/new-cluster.ts';
import { enterableFolder, serverOwner, type Owner } from './embedded/owner.ts';
import { answers, isAlive, runningServer, stopServer, tell, type RunningServer } from './embedded/running-server.ts';
import { serverPrograms } from './embedded/server-files.ts';
import { PlainTrouble } from './plain-trouble.ts';

export type EmbeddedDatabase = {
  url: string;
  /** Where the data really are: not the folder asked for when the server's user could not enter that one. */
  folder: string;
  /** The server belongs to another living process: `stop` leaves it alone. */
  borrowed: boolean;
  stop: () => Promise<void>;
};

type Place = { folder: string; data: string; url: (port: number, name?: string) => string; password: string };

const NAME = 'throughline';

/**
 * Starts the PostgreSQL of the npm package with its data in a folder, or joins the one that works there already.
 * It listens on the loopback alone, on a port that was free. When its owner is killed it lives on, and the next start
 * takes it over. `throwaway` trades safety on a power cut for speed: tests only.
 */
export async function startDatabase(wanted: string, options: { throwaway?: boolean } = {}): Promise<EmbeddedDatabase> {
  const owner = serverOwner();
  const place = placeIn(enterableFolder(wanted, owner));
  const throwaway = options.throwaway ?? false;

  const running = await runningServer(place.data, (port) => place.url(port, 'postgres'));
  if (running) return joined(place, running);

  const programs = await serverPrograms(owner);
  await makeClusterOnce({ ...place, ...programs, owner, user: NAME, throwaway });
  return launched(place, programs.postgres, owner, throwaway);
}

function placeIn(folder: string): Place {
  const password = passwordIn(join(folder, 'password'));
  const url = (port: number, name = NAME) => `postgres://${NAME}:${password}@127.0.0.1:${port}/${name}`;
  return { folder, data: join(folder, 'data'), password, url };
}

async function launched(place: Place, postgres: string, owner: Owner, throwaway: boolean): Promise<EmbeddedDatabase> {
  const port = await freePort();
  const log = join(place.folder, 'log');
  const server = launch({ postgres, port, log, data: place.data, owner, throwaway });
  while (!(await answers(place.url(port, 'postgres')))) {
    if (server.exitCode !== null || server.signalCode !== null) {
      // Another start was faster by a blink: its server is ours too.
      const other = await runningServer(place.data, (taken) => place.url(taken, 'postgres'));
      if (other) return joined(place, other);
      throw new PlainTrouble(`The embedded PostgreSQL did not start in ${place.folder}: ${lastLine(log)}`);
    }
    await pause(20);
  }
  return owned(place, { pid: server.pid ?? 0, port });
}

async function joined(place: Place, running: RunningServer): Promise<EmbeddedDatabase> {
  const other = ownerOf(place);
  if (other === undefined || other === process.pid || !isAlive(other)) return owned(place, running);
  await makeOurDatabase(place, running.port);
  return { url: place.url(running.port), folder: place.folder, borrowed: true, stop: async () => undefined };
}

async function owned(place: Place, server: RunningServer): Promise<EmbeddedDatabase> {
  writeFileSync(join(place.folder, 'owner'), String(process.pid));
  await makeOurDatabase(place, server.port);
  const stop = async () => {
    await stopServer(place.data, server.pid);
    rmSync(join(place.folder, 'owner'), { force: true });
  };
  return { url: place.url(server.port), folder: place.folder, borrowed: false, stop };
}

async function makeOurDatabase(place: Place, port: number): Promise<void> {
  if (!(await answers(place.url(port)))) await tell(place.url(port, 'postgres'), `create database ${NAME}`);
}

type Launch = { postgres: string; port: number; log: string; data: string; owner: Owner; throwaway: boolean };

function launch({ postgres, port, log, data, owner, throwaway }: Launch): ChildProcess {
  const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...(throwaway ? careless : [])];
  // A file and no pipe: the server may outlive us.
  const out = openSync(log, 'w', 0o600);
  // Detached, because Ctrl-C goes to the whole process group and the database must be the last to stop.
  const server = spawn(postgres, ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])], {
    ...owner,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', out, out],
    detached: true
  });
  closeSync(out);
  server.on('error', () => undefined);
  server.unref();
  return server;
}

function passwordIn(file: string): string {
  try {
    writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}

function ownerOf(place: Place): number | undefined {
  try {
    return Number(readFileSync(join(place.folder, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? 'it said nothing';
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
