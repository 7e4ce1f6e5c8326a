import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '#db/embedded-database.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { checkServer } from '#db/server-check.ts';

const url = process.env['TEST_DATABASE_URL']!;

function withChanges(change: (url: URL) => void): string {
  const changed = new URL(url);
  change(changed);
  return changed.href;
}

async function trouble(at: string, version?: () => Promise<string>): Promise<string> {
  const error: unknown = await checkServer(at, version).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(PlainTrouble);
  const { message } = error as PlainTrouble;
  // One sentence, and never the password.
  expect(message).toMatch(/^The .*\.$/);
  expect(message).not.toContain(new URL(at).password);
  return message;
}

test('the server of the tests will do', async () => {
  await expect(checkServer(url)).resolves.toBeUndefined();
});

test('a server older than 15 is refused, 15 itself is not', async () => {
  expect(await trouble(url, async () => '140011')).toContain('is PostgreSQL 14, and the shop needs 15 or newer');
  expect(await trouble(url, async () => '90624')).toContain('is PostgreSQL 9,');
  await expect(checkServer(url, async () => '150004')).resolves.toBeUndefined();
});

test('an address where nobody listens is named', async () => {
  const port = await freePort();
  expect(await trouble(withChanges((to) => (to.port = String(port))))).toContain(`127.0.0.1:${port}/`);
});

test('a wrong password and a missing database are told apart', async () => {
  expect(await trouble(withChanges((to) => (to.password = 'wrong-one')))).toContain('does not let us in');
  expect(await trouble(withChanges((to) => (to.pathname = '/nothing')))).toContain('has no such database');
});

test('something that is no PostgreSQL is not waited for', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const port = await freePort();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  expect(await trouble(withChanges((to) => (to.port = String(port))))).toContain('cannot be reached');
  other.close();
});
