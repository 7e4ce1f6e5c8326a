/** Whose push services we know: Google, Mozilla, Apple, Microsoft. Browsers of others use one of these. */
const HOSTS = [
  /^fcm\.googleapis\.com$/,
  /^jmt17\.google\.com$/,
  /^([a-z0-9-]+\.)*push\.services\.mozilla\.com$/,
  /^([a-z0-9-]+\.)*push\.apple\.com$/,
  /^([a-z0-9-]+\.)*notify\.windows\.com$/
];

/** An address comes from a browser, so it could name anything: only a known push service over TLS is asked. */
export function isPushService({ protocol, hostname, port, username, password }: URL): boolean {
  return protocol === 'https:' && port === '' && username === '' && password === '' && HOSTS.some((host) => host.test(hostname));
}
