import { createServer } from 'node:http';
import { echo } from '#db/bench/echo.ts';
import { listen } from '../steps/listen.ts';

// The least that a server does for a purchase: reads a body, sends so many statements (POST /3), answers. It decides and keeps nothing,
// passes nothing on, and nobody posts to it.
const db = echo(process.env['DATABASE_URL'] ?? '');
/** About as much as a cart is. */
const CART = JSON.stringify({ lines: Array.from({ length: 4 }, (_, place) => ({ place, title: 'Hammered steel kadhai', price: 53_900 })) });

const http = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => void answer(Number(request.url?.slice(1)), Buffer.concat(pieces).toString()).then((said) => response.end(said)));
  response.setHeader('content-type', 'application/json');
});

async function answer(statements: number, body: string): Promise<string> {
  let said: unknown = JSON.parse(body);
  for (let n = 0; n < statements; n++) said = await db.say(CART);
  return JSON.stringify(said);
}

await listen(http, { port: Number(process.env['PORT']), bindAddress: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
process.send?.('ready');
