import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { PaymentTruth } from '#lib/commerce/payments/payment-provider.ts';
import { inOneStep, openJournal } from '#lib/server/providers/journal.ts';
import { journalOf } from '#lib/server/providers/test-bank/journal-of.ts';
import { bankWorld, start, upi, webhookSecret } from '#tests/support/bank-world.ts';

const world = bankWorld();

describe('books that outlive us', { timeout: 30_000 }, () => {
  const script = (body: string) => `
    import { testBank } from '#lib/server/providers/test-bank/test-bank.ts';
    const bank = testBank({ journal: ${JSON.stringify(world.journal)}, webhookUrl: 'http://127.0.0.1:9/', webhookSecret: '${webhookSecret}',
      now: () => new Date('${start.toISOString()}'), report: (fault) => { throw fault; } });
    const charge = (key, handle = 'ok@mez') => bank.charge({ key, amountMinor: 100, currency: 'INR', orderNumber: key,
      instrument: { method: 'upi', handle } });
    ${body}`;
  const node = (body: string) => ['--input-type=module', '--eval', script(body)];

  test('a process killed right after the charge leaves it in the books, with its notice', async () => {
    const killed = spawnSync(process.execPath, node(`await charge('k'); process.kill(process.pid, 'SIGKILL');`), { cwd: process.cwd() });
    expect(killed.signal).toBe('SIGKILL');
    const bank = world.open();
    expect(await bank.find('k')).toMatchObject<Partial<PaymentTruth>>({ operation: 'charge', outcome: 'captured', amountMinor: 100 });
    expect(await bank.deliverDue()).toEqual({ delivered: 1, failed: 0 });
  });

  test('four processes that charge the same fifty keys at once, on a file none of them found, take the money fifty times', async () => {
    expect(existsSync(world.journal)).toBe(false);
    const body = `for (let n = 0; n < 50; n += 1) console.log((await charge('k' + n)).reference);`;
    const run = promisify(execFile);
    const outputs = await Promise.all(Array.from({ length: 4 }, async () => run(process.execPath, node(body), { cwd: process.cwd() })));
    expect(new Set(outputs.map((output) => output.stdout)).size).toBe(1);
    const summary = journalOf(world.journal);
    expect(summary.captures).toBe(50);
    expect([...summary.capturesPerKey.values()]).toEqual(Array(50).fill(1));
    expect(summary.capturedMinor).toBe(5000);
  });

  test('a step that has only read so far already keeps every other process from writing', () => {
    const journal = openJournal(world.journal, 'create table if not exists note (words text) strict');
    const impatient = new DatabaseSync(world.journal, { timeout: 0 });
    inOneStep(journal, () => {
      expect(journal.prepare('select count(*) as n from note').get()).toMatchObject({ n: 0 });
      expect(() => impatient.exec(`insert into note values ('in between')`)).toThrow('locked');
    });
    impatient.exec(`insert into note values ('afterwards')`);
    expect(journal.prepare('select words from note').all()).toMatchObject([{ words: 'afterwards' }]);
    impatient.close();
    journal.close();
  });

  test('a step that fails leaves nothing behind and lets the next one in', () => {
    const journal = openJournal(world.journal, 'create table if not exists note (words text) strict');
    const failing = () =>
      inOneStep(journal, () => {
        journal.exec(`insert into note values ('half done')`);
        throw new Error('on purpose');
      });
    expect(failing).toThrow('on purpose');
    expect(inOneStep(journal, () => journal.prepare('select count(*) as n from note').get())).toMatchObject({ n: 0 });
    journal.close();
  });

  test('the summary would show a key that was charged twice', async () => {
    const bank = world.open();
    await bank.charge(upi('ok@mez'));
    const raw = openJournal(world.journal, '');
    raw.exec(`insert into movement (kind, key, chargeReference, orderNumber, amountMinor, currency, atMs)
      select kind, key, chargeReference, orderNumber, amountMinor, currency, atMs from movement`);
    raw.close();
    expect(journalOf(world.journal).capturesPerKey.get('order:1:charge')).toBe(2);
    expect(journalOf(world.journal).totalPerOrder.get('TL-7K2M')).toMatchObject({ captures: 2, capturedMinor: 259_800 });
  });
});
