import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

export type Reply = {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Until the first byte of the answer, and until the last, in milliseconds. */
  firstByteMs: number;
  ms: number;
};

export type HttpClient = {
  send: (method: string, path: string, more?: { headers?: OutgoingHttpHeaders; body?: string }) => Promise<Reply>;
  close: () => void;
};

const PATIENCE_MS = 60_000;

/** Keeps its connections, as browsers and proxies do, and costs little: client and server share a machine. */
export function httpClient(origin: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const { hostname, port } = new URL(origin);
  return {
    async send(method, path, { headers = {}, body } = {}) {
      const began = performance.now();
      const sent = request({ agent, hostname, port, method, path, headers, timeout: PATIENCE_MS });
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered within a minute`)));
      sent.on('response', (response) => {
        const firstByteMs = performance.now() - began;
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: Buffer.concat(pieces), firstByteMs, ms: performance.now() - began });
        });
      });
      sent.end(body);
      return promise;
    },
    close: () => agent.destroy()
  };
}
