import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '#db/embedded-database.ts';
import { HOUSE } from '../steps/programs.ts';
import { WEB_FLAGS } from '../steps/web-flags.ts';
import type { Inside, Statements } from './inside.ts';
import type { Lab, World } from './lab.ts';

export type ShopProcess = {
  origin: string;
  /** CPU time it has used so far, all its threads, in milliseconds. */
  cpuMs: () => Promise<number>;
  /** Statements since the last question, when it was started to count them. */
  statements: () => Promise<Statements>;
  stop: () => Promise<void>;
};

type How = {
  /** Counts each statement; costs a little, so what is timed runs without. */
  counting?: boolean;
  /** Simulated seconds a second; 1 keeps warehouse and carrier out of what is measured. */
  carrierSpeed?: number;
  /** What carriers sign with; one derived from the secret otherwise. */
  webhookSecret?: string;
};

/** `scripts/serve.ts` as anyone starts it, on a free port of its own, against one of our worlds. */
export async function startShop(lab: Lab, world: World, how: How = {}): Promise<ShopProcess> {
  const port = await freePort();
  const ears = ['inside.ts', ...(how.counting ? ['count-statements.ts'] : [])];
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: world.url,
    PORT: String(port),
    DATA_FOLDER: join(lab.folder, world.name),
    SECRET: lab.secret,
    CARRIER_SPEED: String(how.carrierSpeed ?? 1)
  };
  for (const name of ['ORIGIN', 'BEHIND_PROXY', 'BIND_ADDRESS', 'SECURE_COOKIES', 'WEBHOOK_SECRET']) delete env[name as keyof typeof env];
  if (how.webhookSecret) Object.assign(env, { WEBHOOK_SECRET: how.webhookSecret });
  const shop = await startOne([...ears.flatMap(preloaded), join(HOUSE, 'scripts', 'serve.ts')], env);
  lab.undo.later(shop.stop);
  return { origin: `http://127.0.0.1:${port}`, ...shop };
}

const preloaded = (file: string): string[] => ['--import', join(HOUSE, 'scripts', 'bench', file)];

/** A Node of ours, told what one that serves is told, that says `ready`, answers questions about itself, and ends when we do. */
export async function startOne(args: string[], env: NodeJS.ProcessEnv): Promise<Omit<ShopProcess, 'origin'>> {
  // What it says goes where our own progress goes: the figures alone are on our output.
  const child = spawn(process.execPath, [...WEB_FLAGS, ...args], { env, cwd: HOUSE, stdio: ['ignore', 2, 2, 'ipc'] });
  const gone = once(child, 'exit');
  const [said] = (await Promise.race([once(child, 'message'), gone])) as [unknown];
  if (said !== 'ready') throw new Error(`${args.at(-1)} ended before it was ready`);
  return {
    cpuMs: async () => (await ask(child, 'cpu')).cpuMs,
    statements: async () => (await ask(child, 'statements')).statements ?? { byRoute: {}, beside: {} },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await gone;
    }
  };
}

async function ask(child: ChildProcess, question: Inside['question']): Promise<Inside> {
  const heard = new Promise<Inside>((resolve) => {
    const hear = (message: unknown): void => {
      const answer = message as Partial<Inside>;
      if (answer.question !== question) return;
      child.off('message', hear);
      resolve(answer as Inside);
    };
    child.on('message', hear);
  });
  child.send({ question });
  return heard;
}
