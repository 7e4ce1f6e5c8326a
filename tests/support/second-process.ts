import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export type WebProcess = { origin: string; stop: () => Promise<void> };

/** Another web process on the same database, the same secret and the same bank: what a second machine would be. `more`: of its own settings. */
export async function secondProcess(more: Record<string, string> = {}): Promise<WebProcess> {
  const port = await freePort();
  const env = { ...process.env, ...more, PORT: String(port) };
  const child = spawn(process.execPath, ['scripts/serve.ts'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const [said] = (await Promise.race([once(child, 'message'), gone])) as [unknown];
  if (said !== 'ready') throw new Error('the second web process did not start');
  return {
    origin: `http://localhost:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    }
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
