import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export type MailServer = { url: string; received: string[]; refuseOnce: (to: string) => void; stop: () => Promise<void> };

/** A mail server that takes everything, but what it is told to refuse once, and keeps what it took as it came. */
export async function mailServer(): Promise<MailServer> {
  const received: string[] = [];
  const open = new Set<Socket>();
  const refused = new Set<string>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    let inData = false;
    let pending = '';
    let mail = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (inData && line === '.') {
        inData = false;
        received.push(mail);
        say('250 taken');
      } else if (inData) mail += `${line}\n`;
      else if (/^DATA/i.test(line)) {
        inData = true;
        mail = '';
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else if (refused.delete(/^RCPT TO:<(.*)>/i.exec(line)?.[1] ?? '')) say('451 not now');
      else say('250 yes');
    };
    say('220 here');
    socket.on('data', (some) => {
      const lines = (pending + some.toString('utf8')).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refuseOnce: (to) => void refused.add(to),
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    }
  };
}
