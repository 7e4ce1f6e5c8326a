import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export type RunningServer = { pid: number; port: number };

/** The server that already works in a data folder: its first owner died and left it, or is another process of ours. */
export async function runningServer(data: string, url: (port: number) => string): Promise<RunningServer | undefined> {
  for (let tries = 0; tries < 20; tries++) {
    const noted = notedIn(data);
    if (!noted) return undefined;
    if (!isServer(noted.pid)) {
      // After a crash of the machine the number may belong to anyone, and PostgreSQL would wait for that one to end.
      rmSync(pidFile(data), { force: true });
      return undefined;
    }
    if (noted.port && (await answers(url(noted.port)))) return noted;
    await pause(100);
  }
  return undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export async function answers(url: string): Promise<boolean> {
  return tell(url, 'select 1');
}

export async function tell(url: string, statement: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statement);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ends a server quickly but cleanly; one that does not go within ten seconds is ended as if the power had failed. */
export async function stopServer(data: string, pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return;
  if (await isGone(data, pid, 10_000)) return;
  signal(pid, 'SIGQUIT');
  await isGone(data, pid, 5_000);
}

async function isGone(data: string, pid: number, within: number): Promise<boolean> {
  for (const until = Date.now() + within; Date.now() < until; await pause(20)) {
    // A server we only adopted may stay in the process table until someone collects it: its own note is the truth.
    if (!existsSync(pidFile(data)) || !isAlive(pid)) return true;
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** PostgreSQL notes its process in the first line and its port in the fourth. */
function notedIn(data: string): RunningServer | undefined {
  if (!existsSync(pidFile(data))) return undefined;
  const lines = readFileSync(pidFile(data), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
}

function isServer(pid: number): boolean {
  if (!pid || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return true; // No /proc on this system: being alive must do.
  }
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}
