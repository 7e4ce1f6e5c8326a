const ALWAYS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Order links are secrets: no other site learns where a visitor came from. `no-referrer` would hide the Origin of our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()'
};

/** Where staff scan with a camera: the reader of codes is WebAssembly. Nothing else may be compiled there either. */
const SCANS = /^\/(sign-in|till|stock|office|find|devices|customer|kiosk)(\/|$)/;
const PERSONAL =
  /^\/(account|go|c|cart|checkout|orders|sign-in|sign-out|till|stock|work|place|office|find|customer|devices|kiosk|api)(\/|$)/;

/** `Headers`, or a map of names in lower case. */
type HeaderList = {
  has: (name: string) => boolean;
  get: (name: string) => string | null | undefined;
  set: (name: string, value: string) => unknown;
};

/** What every page and endpoint says to the browser besides its content. Pages bring their own policy for scripts. */
export function addAnswerHeaders(headers: HeaderList, about: { pathname: string; requestId: string }): void {
  for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value);
  headers.set('x-request-id', about.requestId);
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
  const policy = headers.get('content-security-policy');
  if (policy && SCANS.test(about.pathname)) {
    headers.set('content-security-policy', policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"));
  }
  if (!isPage) setMissing(headers, 'content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  setMissing(headers, 'cache-control', PERSONAL.test(about.pathname) ? 'private, no-store' : 'private, no-cache');
}

function setMissing(headers: HeaderList, name: string, value: string): void {
  if (!headers.has(name)) headers.set(name, value);
}
