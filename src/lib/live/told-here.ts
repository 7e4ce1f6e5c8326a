/** Whether this browser is told of an order: by our own note, since only the server knows which orders an address belongs to. */
export type ToldHere = 'yes' | 'no' | 'denied' | 'failed';

const WORKER = '/orders-worker.js';
const SCOPE = '/orders/';
const noteOf = (orderPath: string): string => `told-here:${orderPath}`;

/** What a browser needs to be pushed to; some have it only for pages that were put on the home screen. */
export const canBeTold = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

export async function isToldHere(orderPath: string): Promise<ToldHere> {
  if (Notification.permission === 'denied') return 'denied';
  if (noted(orderPath) === null) return 'no';
  return (await present()) ? 'yes' : 'no';
}

/** Asks the browser, which asks its owner, and then leaves its address with the order. */
export async function beToldHere(orderPath: string, publicKey: string): Promise<ToldHere> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'no';
  try {
    await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    const subscription = await subscribed(await readyWorker(), publicKey);
    await send('POST', orderPath, subscription.toJSON());
    localStorage.setItem(noteOf(orderPath), 'yes');
    return 'yes';
  } catch {
    return 'failed';
  }
}

/** Only this order: others that are told here go on. */
export async function beToldNoMore(orderPath: string): Promise<ToldHere> {
  try {
    const subscription = await present();
    if (subscription) await send('DELETE', orderPath, { endpoint: subscription.endpoint });
    localStorage.removeItem(noteOf(orderPath));
    return 'no';
  } catch {
    return 'failed';
  }
}

/** A subscription belongs to the key it was made for: one of another shop at this address, or of an older key, is made anew. */
async function subscribed({ pushManager }: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
  const had = await pushManager.getSubscription();
  const key = had?.options.applicationServerKey;
  if (had && key && base64url(key) === publicKey) return had;
  await had?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

async function readyWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.ready;
}

async function present(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

async function send(method: 'POST' | 'DELETE', orderPath: string, body: object): Promise<void> {
  const answer = await fetch(`${orderPath}/push`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the shop answered ${answer.status}`);
}

/** Browsers that keep nothing remember nothing. */
function noted(orderPath: string): string | null {
  try {
    return localStorage.getItem(noteOf(orderPath));
  } catch {
    return null;
  }
}

function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCodePoint(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
