import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';

type Answer = { status: number; code?: string; detail: string };

/** An answer from in front of the pages: a problem document for programs, a sentence for people. */
export function sayPlainly(request: IncomingMessage, response: ServerResponse, { status, code, detail }: Answer): void {
  const isProblem = code !== undefined && Boolean(request.url?.startsWith('/api/'));
  const title = STATUS_CODES[status];
  response.statusCode = status;
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', isProblem ? 'application/problem+json' : 'text/plain; charset=utf-8');
  response.end(isProblem ? JSON.stringify({ type: 'about:blank', title, status, code, detail }) : `${detail}\n`);
}
