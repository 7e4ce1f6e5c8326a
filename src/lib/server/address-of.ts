import type { IncomingMessage } from 'node:http';
import type { Settings } from './settings.ts';

type Asked = { headers: IncomingMessage['headers']; socket: Pick<IncomingMessage['socket'], 'remoteAddress'> };

/** Where a request comes from. The proxy's own word is the last one; what our own carrier and bank post past it names no address. */
export function addressOf({ headers, socket }: Asked, { behindProxy }: Pick<Settings, 'behindProxy'>): string {
  if (!behindProxy) return socket.remoteAddress ?? '';
  const forwarded = headers['x-forwarded-for'];
  const said = Array.isArray(forwarded) ? forwarded.join(', ') : forwarded;
  return said?.split(',').at(-1)?.trim() ?? '';
}
