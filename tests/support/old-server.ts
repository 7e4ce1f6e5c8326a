import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A message of the PostgreSQL protocol: its kind, its length, its content. */
function message(kind: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(kind), length, content]);
}

function short(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, at) => bytes.writeInt16BE(number, at * 2));
  return bytes;
}

function long(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, at) => bytes.writeInt32BE(number, at * 4));
  return bytes;
}

const READY = message('Z', Buffer.from('I'));
const LET_IN = Buffer.concat([message('R', long(0)), READY]);
const TEXT_OID = 25;

/** One row with one text. */
function answer(name: string, value: string): Buffer {
  const column = Buffer.concat([short(1), Buffer.from(`${name}\0`), long(0), short(0), long(TEXT_OID), short(-1), long(-1), short(0)]);
  const row = Buffer.concat([short(1), long(value.length), Buffer.from(value)]);
  return Buffer.concat([message('T', column), message('D', row), message('C', Buffer.from('SHOW\0')), READY]);
}

/** Something that lets everybody in and says that it is PostgreSQL of that version, whatever it is asked. */
export async function oldServer(version: string): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(LET_IN);
      socket.on('data', (asked) =>
        asked.toString('latin1', 0, 1) === 'X' ? socket.end() : socket.write(answer('server_version_num', version))
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `postgres://shop:word@127.0.0.1:${(server.address() as AddressInfo).port}/shop`, server };
}
