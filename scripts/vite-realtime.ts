import { createServer } from 'node:http';
import { isRunnableDevEnvironment, type Plugin, type ViteDevServer } from 'vite';
import type * as Protocol from '../realtime/protocol.ts';
import type * as RealtimeServer from '../realtime/server.ts';

type Inner = { http: ReturnType<typeof createServer>; path: string; stop: () => Promise<void> };

const SERVER_SIDE = /\/(realtime|agents|db|src\/lib)\/.*(?<!\.svelte|\.test\.ts)$/;

/**
 * Sockets, relay and jobs inside `vite dev`, loaded through Vite so that they share its modules.
 * They stand on an inner server that never listens and gets the upgrades of the live path: so Vite's own
 * socket is left alone, and a changed server file can end them and start them anew.
 */
export function realtimeInDev(): Plugin {
  return {
    name: 'realtime-in-dev',
    apply: (_, { command, mode, isPreview }) => command === 'serve' && mode !== 'test' && !isPreview,
    configureServer(vite) {
      let running = start(vite);
      let inner: Inner | undefined;
      const settled = async () => (inner = await running);
      void settled();

      vite.httpServer?.on('upgrade', (request, socket, head) => {
        if (inner && request.url?.startsWith(inner.path)) inner.http.emit('upgrade', request, socket, head);
      });
      vite.httpServer?.on('close', () => void running.then((before) => before?.stop()));

      const restart = debounce(() => {
        running = running.then(async (before) => {
          await before?.stop();
          return start(vite);
        });
        void settled();
      });
      vite.watcher.on('change', (file) => SERVER_SIDE.test(file) && restart());
    }
  };
}

async function start(vite: ViteDevServer): Promise<Inner | undefined> {
  const { ssr } = vite.environments;
  if (!ssr || !isRunnableDevEnvironment(ssr)) return undefined;
  try {
    const { LIVE_PATH: path } = await ssr.runner.import<typeof Protocol>('/realtime/protocol.ts');
    const { startRealtime } = await ssr.runner.import<typeof RealtimeServer>('/realtime/server.ts');
    const http = createServer();
    return { http, path, stop: (await startRealtime(http)).stop };
  } catch (error) {
    vite.config.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return undefined;
  }
}

function debounce(act: () => void, ms = 100): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}
