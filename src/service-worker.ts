/// <reference lib="webworker" />
import { version } from '$service-worker';

// Only for the till, whose page registers it with that scope: it lets a till that is loaded again without a network come up all the
// same. Kept are the page without a network, which holds nothing of anybody, and the files of this build. No other page goes through it.
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const [FAMILY, SHELL] = ['till-', '/till/offline'];
const CACHE = FAMILY + version;

worker.addEventListener('install', (event) => event.waitUntil(keepShell().then(async () => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOthers().then(async () => worker.clients.claim())));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(networkOrShell(request, { pathname, search }));
  else if (pathname.startsWith('/_app/immutable/')) event.respondWith(keptOrNetwork(request));
});

/** @throws when nobody is signed in, or the network goes: the browser tries again when the till is opened next */
async function keepShell(): Promise<void> {
  const shell = await fetch(SHELL, { redirect: 'manual', cache: 'no-store' });
  if (!shell.ok) throw new Error(`the till without a network answered ${shell.status}`);
  const files = (await shell.clone().text()).match(/_app\/immutable\/[\w/.-]+/g) ?? [];
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(files)].map((file) => `/${file}`));
  await cache.put(SHELL, shell);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(FAMILY) && name !== CACHE).map(async (name) => caches.delete(name)));
}

async function networkOrShell(request: Request, { pathname, search }: { pathname: string; search: string }): Promise<Response> {
  try {
    return await fetch(request);
  } catch (fault) {
    if (pathname !== SHELL) return Response.redirect(SHELL + search);
    const shell = await caches.match(SHELL, { cacheName: CACHE });
    if (!shell) throw fault;
    return shell;
  }
}

/** Their names change with what is in them, so what is kept is right. */
async function keptOrNetwork(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: CACHE });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
