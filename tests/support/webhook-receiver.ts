import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = { rawBody: string; headers: IncomingHttpHeaders };
export type WebhookReceiver = { url: string; received: Received[]; answerWith: (statuses: number[]) => void; close: () => Promise<void> };

/** A local end point that keeps what it was sent. Answers 200, or first whatever it was told to. */
export async function webhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let statuses: number[] = [];
  const server = createServer((request, response) => {
    void text(request).then((rawBody) => {
      received.push({ rawBody, headers: request.headers });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (next) => void (statuses = next),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      })
  };
}
