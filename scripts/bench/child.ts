import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { HOUSE } from '../steps/programs.ts';
import type { Lab } from './lab.ts';

export type Child<To, From> = { tell: (message: To) => Promise<From>; close: () => void };

/** A program of this folder in a process of its own, which answers each message with one. What it calls a fault is thrown. */
export async function startChild<To extends object, From extends { said: string; words?: string }>(
  lab: Lab,
  program: string
): Promise<Child<To, Exclude<From, { said: 'fault' }>>> {
  const child = spawn(process.execPath, [join(HOUSE, 'scripts', 'bench', program)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const close = () => void child.kill();
  lab.undo.later(close);
  const gone = once(child, 'exit').then((): never => {
    throw new Error(`${program} is gone`);
  });
  gone.catch(() => undefined);
  await Promise.race([once(child, 'message'), gone]);
  return {
    close,
    async tell(message) {
      const answer = once(child, 'message');
      child.send(message);
      const [said] = (await Promise.race([answer, gone])) as [From];
      if (said.said === 'fault') throw new Error(said.words);
      return said as Exclude<From, { said: 'fault' }>;
    }
  };
}
