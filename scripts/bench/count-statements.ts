import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { hearStatements } from '#db/bench/hear-statements.ts';
import { answerStatements, type Statements } from './inside.ts';

// Loaded before the server, so that the server knows nothing of it. A statement belongs to the request whose work sends it, also
// after the answer; relay, jobs and sweeps work for nobody's request.
const request = new AsyncLocalStorage<string>();
let counted: Statements = { byRoute: {}, beside: {} };

subscribe('http.server.request.start', (message) => {
  const route = routeOf((message as { request: IncomingMessage }).request);
  routeNamed(route).requests += 1;
  request.enterWith(route);
});

hearStatements((sql) => {
  const route = request.getStore();
  if (route !== undefined) routeNamed(route).statements += 1;
  else counted.beside[firstWords(sql)] = (counted.beside[firstWords(sql)] ?? 0) + 1;
});

answerStatements(() => {
  const answer = counted;
  counted = { byRoute: {}, beside: {} };
  return answer;
});

function routeNamed(route: string): { requests: number; statements: number } {
  return (counted.byRoute[route] ??= { requests: 0, statements: 0 });
}

/** Keys and ids are all alike here. */
function routeOf({ method = '', url = '' }: IncomingMessage): string {
  const path = url.replace(/\?.*$/, '').replace(/^\/api\/v1\//, '');
  return `${method} ${path.replaceAll(/[\w-]{36,}/g, ':')}`;
}

const firstWords = (sql: string): string => sql.trim().toLowerCase().split(/\s+/).slice(0, 3).join(' ').slice(0, 40);
