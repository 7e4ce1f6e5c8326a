import type { IncomingMessage } from 'node:http';

/**
 * Browsers send Origin with every WebSocket, and cookies from any site: CORS settings do not guard this.
 * A missing Origin is refused too; `ours` is the one public address, without it the server's own name counts.
 */
export function isFromOurPages({ headers }: Pick<IncomingMessage, 'headers'>, ours: string | undefined): boolean {
  const { origin, host } = headers;
  if (!origin) return false;
  return ours ? origin === ours : origin === `http://${host}` || origin === `https://${host}`;
}
