import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers } from '#db/embedded/running-server.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'with-database-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, environment: Record<string, string | undefined> = {}): ChildProcess {
  const file = join(folder, `${Math.abs(script.length)}-${performance.now()}.mjs`);
  writeFileSync(file, script);
  return spawn(process.execPath, ['scripts/with-database.ts', file, 'first', '--second'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit']
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((settle) => child.on('exit', settle));
}

async function said(child: ChildProcess): Promise<string> {
  return new Promise((settle) => child.stdout?.once('data', (piece: Buffer) => settle(piece.toString().trim())));
}

test('the command gets its options and the server it was given, and its exit code comes back', async () => {
  const note = join(folder, 'note');
  const script = `import { writeFileSync } from 'node:fs';
    writeFileSync(${JSON.stringify(note)}, process.argv.slice(2).join(' ') + ' ' + process.env.TEST_DATABASE_URL);
    process.exit(7);`;
  expect(await ended(run(script))).toBe(7);
  expect(readFileSync(note, 'utf8')).toBe(`first --second ${process.env['TEST_DATABASE_URL']}`);
});

test('a signal reaches the command, and the code says by what it ended', async () => {
  const note = join(folder, 'stopped');
  const child = run(`import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(note)}, 'in order'); process.exit(0); });
    setInterval(() => undefined, 1_000);
    console.log('up');`);
  expect(await said(child)).toBe('up');
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(143);
  expect(readFileSync(note, 'utf8')).toBe('in order');
});

test('without a server of its own it starts one, and throws it away when it is stopped', async () => {
  const child = run(`console.log(process.env.TEST_DATABASE_URL); setInterval(() => undefined, 1_000);`, { TEST_DATABASE_URL: undefined });
  const url = await said(child);
  expect(url).not.toBe(process.env['TEST_DATABASE_URL']);
  expect(await answers(url)).toBe(true);
  child.kill('SIGINT');
  expect(await ended(child)).toBe(130);
  expect(await answers(url)).toBe(false);
}, 30_000);

test('a command that does not exist is named in one sentence', async () => {
  const child = spawn(process.execPath, ['scripts/with-database.ts', 'no-such-command'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (piece: Buffer) => (words += piece.toString()));
  expect(await ended(child)).toBe(1);
  expect(words).toBe('There is no command no-such-command among the installed packages.\n');
});
