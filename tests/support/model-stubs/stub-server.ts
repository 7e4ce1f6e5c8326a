import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Asked, Brain, Fault, Said } from './brain.ts';
import { anthropicProtocol } from './anthropic.ts';
import { ollamaProtocol } from './ollama.ts';
import { openAiProtocol } from './openai.ts';
import type { Json, Protocol } from './protocol.ts';

export const protocols = { openai: openAiProtocol, anthropic: anthropicProtocol, ollama: ollamaProtocol };
export type ProtocolName = keyof typeof protocols;

export type StubServer = {
  name: ProtocolName;
  /** As it is set as SUPPORT_MODEL_URL. */
  url: string;
  /** What it was asked, in order. */
  asked: Asked[];
  /** What is sent with each request to show who asks. */
  keys: string[];
  thinks: (brain: Brain) => void;
  close: () => Promise<void>;
};

/** A server of this machine that speaks as a hosted model does, and says what its brain says. */
export async function stubServer(name: ProtocolName): Promise<StubServer> {
  const protocol: Protocol = protocols[name];
  const asked: Asked[] = [];
  const keys: string[] = [];
  let brain: Brain = () => ({ text: 'Hello.' });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== protocol.path) return void response.writeHead(404).end('{}');
    keys.push(request.headers.authorization ?? String(request.headers['x-api-key'] ?? ''));
    const seen = protocol.read((await json(request)) as Json);
    asked.push(seen);
    const said = brain(seen);
    if ('fault' in said) return fail(protocol, said.fault, response);
    response.writeHead(200, { 'content-type': protocol.contentType });
    for (const piece of protocol.pieces(said)) response.write(piece);
    response.end();
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name,
    url: `http://127.0.0.1:${port}${name === 'openai' ? '/v1' : ''}`,
    asked,
    keys,
    thinks: (given) => void (brain = given),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  };
}

/** Something that was never true: whoever lets it through shows it. */
const BEGUN: Said = { text: 'Your refund of ₹9,99,999 is on its way to ' };

function fail(protocol: Protocol, fault: Fault, response: ServerResponse): void {
  if (fault === 'hangs') return;
  if (typeof fault === 'number') {
    response.writeHead(fault, { 'content-type': 'application/json' }).end(JSON.stringify(protocol.trouble(fault)));
    return;
  }
  response.writeHead(200, { 'content-type': protocol.contentType });
  if (fault === 'empty') {
    response.end(protocol.pieces({}).join(''));
    return;
  }
  const begun = protocol.pieces(BEGUN);
  response.write(begun.slice(0, begun.length >> 1).join(''), () => {
    if (fault === 'dies') response.destroy();
    if (fault === 'rubbish') response.end('data: {"choices":[{"de\n\n<html>502 Bad Gateway\0\n\n{"message":\n\n');
  });
}
