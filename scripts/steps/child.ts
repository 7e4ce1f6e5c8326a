import { spawn, type ChildProcess } from 'node:child_process';
import { codeOfSignal } from './process.ts';

export type Child = {
  /** Settles with the exit code when the child is gone. */
  gone: Promise<number>;
  /** Settles when the child says that it serves; never when it ends before. */
  ready: Promise<void>;
  /** Asks, waits, and only then forces. */
  stop: () => Promise<void>;
};

type How = {
  env?: NodeJS.ProcessEnv;
  /** The folder it works in; ours unless told otherwise. */
  cwd?: string;
  /** What it listens to when it should end in order. */
  signal?: NodeJS.Signals;
  /** How long it may take to end, in milliseconds. */
  patience?: number;
  /** Shows what it says only when it fails. */
  quiet?: boolean;
};

/** Starts a file under the Node that runs us. It hears by its channel when we are gone, and then ends as well. */
export function startNode(
  args: string[],
  { env = {}, cwd = process.cwd(), signal = 'SIGTERM', patience = 10_000, quiet = false }: How = {}
): Child {
  const out = quiet ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ['inherit', out, out, 'ipc'] });
  if (quiet) tellWhenItFails(child);
  let isGone = false;
  const gone = new Promise<number>((settle) => {
    child.on('error', () => settle(127));
    child.on('exit', (code, by) => settle(code ?? (by ? codeOfSignal(by) : 1)));
  });
  void gone.then(() => (isGone = true));
  const ready = new Promise<void>((settle) => child.on('message', (message) => message === 'ready' && settle()));

  async function stop(): Promise<void> {
    if (isGone) return;
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), patience);
    await gone;
    clearTimeout(force);
  }
  return { gone, ready, stop };
}

function tellWhenItFails(child: ChildProcess): void {
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => said.push(piece));
  child.on('close', (code) => code !== 0 && process.stderr.write(Buffer.concat(said)));
}
