import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { journalOf } from '#lib/server/providers/test-bank/journal-of.ts';
import type { TestBank } from '#lib/server/providers/test-bank/test-bank.ts';
import { testInstruments } from '#lib/server/providers/test-bank/test-instruments.ts';
import { bankWorld, isUnreachable, upi } from '#tests/support/bank-world.ts';

const world = bankWorld();

describe('what the instrument decides', () => {
  test.each([
    ['ok@mez', 'captured'],
    ['late@mez', 'captured'],
    ['twice@mez', 'captured'],
    ['4646 4646 4646 0105', 'captured'],
    ['no@mez', 'declined'],
    ['4646464646460204', 'declined'],
    ['step@mez', 'action-required'],
    ['4646464646460303', 'action-required']
  ])('%s is answered with "%s", and the books say the same', async (handle, outcome) => {
    const bank = world.open();
    const method = handle.includes('@') ? 'upi' : 'card';
    const answer = await bank.charge(upi(handle, { instrument: { method, handle } }));
    expect(answer.outcome).toBe(outcome);
    expect(await bank.find('order:1:charge')).toEqual({ operation: 'charge', amountMinor: 129_900, currency: 'INR', ...answer });
    expect(journalOf(world.journal).captures).toBe(outcome === 'captured' ? 1 : 0);
  });

  test.each(['slow@mez', 'lost@mez'])('%s takes the money once although no answer comes, and a repeat tells the truth', async (handle) => {
    const bank = world.open();
    expect(await isUnreachable(bank.charge(upi(handle)))).toBe(true);
    expect(world.waited).toHaveLength(handle === 'slow@mez' ? 1 : 0);
    const truth = await bank.find('order:1:charge');
    expect(truth?.outcome).toBe('captured');
    expect(await bank.charge(upi(handle))).toEqual({ outcome: 'captured', reference: truth!.reference });
    expect(journalOf(world.journal).capturesPerKey).toEqual(new Map([['order:1:charge', 1]]));
  });

  test('away@mez never reaches the bank: nothing in the books, however often it is tried', async () => {
    const bank = world.open();
    expect(await isUnreachable(bank.charge(upi('away@mez')))).toBe(true);
    expect(await isUnreachable(bank.charge(upi('away@mez')))).toBe(true);
    expect(await bank.find('order:1:charge')).toBeUndefined();
    expect(journalOf(world.journal).captures).toBe(0);
  });

  test.each([
    ['upi', 'someone@bank'],
    ['upi', ''],
    ['card', '4646464646460106'],
    ['card', 'ok@mez']
  ] as const)('an instrument that is in no table (%s %j) is declined and not kept', async (method, handle) => {
    const answer = await world.open().charge(upi(handle, { instrument: { method, handle } }));
    expect(answer).toMatchObject({ outcome: 'declined', reason: 'instrument-unknown' });
  });

  test.each(['cash_on_delivery', 'pay_in_store'] as const)('%s notes money that was counted', async (method) => {
    expect(await world.open().charge(upi('', { instrument: { method } }))).toMatchObject({ outcome: 'captured' });
  });

  test('no card number reaches the disk, only its last four digits', async () => {
    const bank = world.open();
    for (const { method, handle } of testInstruments.filter((one) => one.method === 'card')) {
      await bank.charge(upi(handle, { key: handle.slice(-4), instrument: { method, handle } })).catch(isProviderUnreachable);
    }
    await bank.charge(upi('', { key: 'unknown', instrument: { method: 'card', handle: '4111111111111111' } }));
    const books = dirname(world.journal);
    const disk = readdirSync(books).map((file) => readFileSync(join(books, file), 'utf8'));
    expect(disk.join('')).toContain('card •••• 0105');
    for (const number of ['464646464646', '41111111']) expect(disk.join('')).not.toContain(number);
  });
});

describe('the same key', () => {
  test('gives the first answer again and takes the money once', async () => {
    const bank = world.open();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => bank.charge(upi('ok@mez'))));
    expect(new Set(answers.map((answer) => answer.reference)).size).toBe(1);
    expect(journalOf(world.journal).totalPerOrder.get('TL-7K2M')).toEqual({ captures: 1, capturedMinor: 129_900, refundedMinor: 0 });
  });

  test.each([
    ['another amount', upi('ok@mez', { amountMinor: 1 })],
    ['another currency', upi('ok@mez', { currency: 'USD' })],
    ['another order', upi('ok@mez', { orderNumber: 'TL-OTHER' })],
    ['another instrument', upi('no@mez')],
    ['a card with another ending', upi('', { instrument: { method: 'card', handle: '4646464646460105' } })]
  ])('with %s is a fault and changes nothing', async (_, other) => {
    const bank = world.open();
    await bank.charge(upi('ok@mez'));
    await expect(bank.charge(other)).rejects.toThrow('was used for another call');
    await expect(bank.refund({ key: 'order:1:charge', chargeReference: 'x', amountMinor: 1 })).rejects.toThrow('was used for another call');
    expect(journalOf(world.journal).capturedMinor).toBe(129_900);
  });

  test('with another address to return to is still the same wish', async () => {
    const bank = world.open();
    const first = await bank.charge(upi('ok@mez', { returnUrl: 'http://127.0.0.1:1/a' }));
    expect(await bank.charge(upi('ok@mez', { returnUrl: 'http://127.0.0.1:2/b' }))).toEqual(first);
  });

  test.each([
    [{ amountMinor: 0 }],
    [{ amountMinor: -1 }],
    [{ amountMinor: 0.5 }],
    [{ amountMinor: Number.NaN }],
    [{ currency: 'rupees' }],
    [{ key: '' }]
  ])('a call no shop may make (%j) is loud and leaves no trace', async (over) => {
    const bank = world.open();
    await expect(bank.charge(upi('ok@mez', over))).rejects.toThrow(TypeError);
    expect(journalOf(world.journal).captures).toBe(0);
  });
});

describe('the second step', () => {
  const step = async (bank: TestBank) => {
    const answer = await bank.charge(upi('step@mez', { returnUrl: 'http://127.0.0.1:3000/checkout/done' }));
    if (answer.outcome !== 'action-required') throw new Error('expected a second step');
    return answer;
  };

  test('waits at an address of its own, without money and without a notice', async () => {
    const bank = world.open({ actionUrl: (reference) => `http://127.0.0.1:3000/bank/${reference}` });
    const { reference, actionUrl } = await step(bank);
    expect(actionUrl).toBe(`http://127.0.0.1:3000/bank/${reference}`);
    expect(bank.pendingAction(reference)).toEqual({
      truth: await bank.find('order:1:charge'),
      orderNumber: 'TL-7K2M',
      returnUrl: 'http://127.0.0.1:3000/checkout/done'
    });
    await bank.deliverDue();
    expect([journalOf(world.journal).captures, world.receiver.received.length]).toEqual([0, 0]);
  });

  test.each([
    ['approve', 'captured', 'charge.captured', 1],
    ['refuse', 'declined', 'charge.declined', 0]
  ] as const)('%s ends it as %s, tells us, and the other button changes nothing afterwards', async (choice, outcome, type, captures) => {
    const bank = world.open();
    const { reference } = await step(bank);
    expect(bank.decide(reference, choice)?.truth.outcome).toBe(outcome);
    expect(bank.decide(reference, choice === 'approve' ? 'refuse' : 'approve')?.truth.outcome).toBe(outcome);
    expect((await bank.find('order:1:charge'))?.outcome).toBe(outcome);
    await bank.deliverDue();
    expect(world.events().map((event) => [event.type, event.data.reference])).toEqual([[type, reference]]);
    expect(journalOf(world.journal).captures).toBe(captures);
  });

  test('a repeat of the call still gives its first answer, the truth is for find', async () => {
    const bank = world.open();
    const first = await step(bank);
    bank.decide(first.reference, 'approve');
    expect(await step(bank)).toEqual(first);
    expect((await bank.find('order:1:charge'))?.outcome).toBe('captured');
  });

  test('once we called it off, a late approval takes no money', async () => {
    const bank = world.open();
    const { reference } = await step(bank);
    expect(await bank.void({ key: 'off', chargeReference: reference })).toMatchObject({ outcome: 'voided' });
    expect(bank.decide(reference, 'approve')?.truth.outcome).toBe('voided');
    expect(journalOf(world.journal).captures).toBe(0);
  });

  test('is there for nothing else: an unknown reference and a plain charge have no page', async () => {
    const bank = world.open();
    const plain = await bank.charge(upi('ok@mez', { key: 'plain' }));
    expect([bank.pendingAction('ch_unknown'), bank.decide('ch_unknown', 'approve'), bank.pendingAction(plain.reference)]).toEqual(
      Array(3).fill(undefined)
    );
  });
});
