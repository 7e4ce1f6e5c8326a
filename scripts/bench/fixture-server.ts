import { join } from 'node:path';
import { listen } from '../steps/listen.ts';
import { HOUSE } from '../steps/programs.ts';
import { webServer, type Pages } from '../steps/web-server.ts';

// Serves the smallest SvelteKit shop page as serve.ts serves ours: the same adapter, the same server around it, the same compression.
process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
const file = join(HOUSE, 'scripts', 'bench', 'fixture-app', 'build', 'handler.js');
const { handler } = (await import(file)) as { handler: Pages };
const http = webServer({ settings: { origin: undefined, behindProxy: false }, pages: handler, isReady: async () => true });
await listen(http, { port: Number(process.env['PORT']), bindAddress: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
process.send?.('ready');
