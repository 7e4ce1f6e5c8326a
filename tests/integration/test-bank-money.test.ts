import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { journalOf } from '#lib/server/providers/test-bank/journal-of.ts';
import { testBank, type TestBank } from '#lib/server/providers/test-bank/test-bank.ts';
import { bankWorld, upi, webhookSecret } from '#tests/support/bank-world.ts';

const world = bankWorld();

describe('authorise, capture, void, refund', () => {
  const authorized = async (bank: TestBank, handle = 'ok@mez') => (await bank.authorize(upi(handle))).reference;

  test('an authorised sum is taken in parts and never beyond it', async () => {
    const bank = world.open();
    const chargeReference = await authorized(bank);
    expect(await bank.capture({ key: 'c1', chargeReference, amountMinor: 100_000 })).toMatchObject({ outcome: 'captured' });
    expect(await bank.capture({ key: 'c2', chargeReference, amountMinor: 29_901 })).toMatchObject({ reason: 'amount-too-high' });
    expect(await bank.capture({ key: 'c3', chargeReference, amountMinor: 29_900 })).toMatchObject({ outcome: 'captured' });
    expect(await bank.void({ key: 'v', chargeReference })).toMatchObject({ outcome: 'declined', reason: 'already-captured' });
    expect(journalOf(world.journal).totalPerOrder.get('TL-7K2M')).toEqual({ captures: 2, capturedMinor: 129_900, refundedMinor: 0 });
  });

  test('what was not taken is let go of, what was stays and can go back', async () => {
    const bank = world.open();
    const chargeReference = await authorized(bank);
    await bank.capture({ key: 'c1', chargeReference, amountMinor: 100_000 });
    expect(await bank.void({ key: 'v', chargeReference })).toMatchObject({ outcome: 'voided' });
    expect(await bank.find('v')).toMatchObject({ operation: 'void', amountMinor: 29_900 });
    expect(await bank.capture({ key: 'c2', chargeReference, amountMinor: 1 })).toMatchObject({ reason: 'already-voided' });
    expect(await bank.refund({ key: 'r1', chargeReference, amountMinor: 100_000 })).toMatchObject({ outcome: 'refunded' });
  });

  test('an account that was closed gives, and takes nothing back, however often it is asked', async () => {
    const bank = world.open();
    const chargeReference = await authorized(bank, 'closed@mez');
    expect(await bank.capture({ key: 'c1', chargeReference, amountMinor: 100_000 })).toMatchObject({ outcome: 'captured' });
    for (const key of ['r1', 'r1', 'r2']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await bank.refund({ key, chargeReference, amountMinor: 1 })).toMatchObject({ outcome: 'declined', reason: 'bank-said-no' });
    }
  });

  test('nothing is taken after a void, and not after seven days', async () => {
    const bank = world.open();
    const chargeReference = await authorized(bank);
    world.pass(7 * 86_400);
    expect(await bank.capture({ key: 'c1', chargeReference, amountMinor: 1 })).toMatchObject({ outcome: 'captured' });
    world.pass(1);
    expect(await bank.capture({ key: 'c2', chargeReference, amountMinor: 1 })).toMatchObject({ outcome: 'declined', reason: 'expired' });

    const other = (await bank.authorize(upi('ok@mez', { key: 'other' }))).reference;
    await bank.void({ key: 'v', chargeReference: other });
    expect((await bank.find('other'))?.outcome).toBe('voided');
    expect(await bank.capture({ key: 'c3', chargeReference: other, amountMinor: 1 })).toMatchObject({ reason: 'already-voided' });
  });

  test('refunds stay below what was taken, also fifty at once', async () => {
    const bank = world.open();
    const { reference: chargeReference } = await bank.charge(upi('ok@mez', { amountMinor: 1000 }));
    const refund = async (n: number) => bank.refund({ key: `r${n}`, chargeReference, amountMinor: 300 });
    const answers = await Promise.all(Array.from({ length: 50 }, async (_, n) => refund(n)));
    expect(answers.filter((answer) => answer.outcome === 'refunded')).toHaveLength(3);
    expect(await refund(0)).toEqual(answers[0]);
    expect(journalOf(world.journal).totalPerOrder.get('TL-7K2M')).toEqual({ captures: 1, capturedMinor: 1000, refundedMinor: 900 });
  });

  test('a reference the bank never gave, or gave for a refund, opens nothing', async () => {
    const bank = world.open();
    const { reference } = await bank.charge(upi('ok@mez'));
    const refund = await bank.refund({ key: 'r', chargeReference: reference, amountMinor: 1 });
    for (const chargeReference of ['ch_made-up', refund.reference]) {
      const answer = await bank.refund({ key: `of ${chargeReference}`, chargeReference, amountMinor: 1 });
      expect(answer).toMatchObject({ outcome: 'declined', reason: 'reference-unknown' });
    }
  });

  test('the notices name what happened, and a refused refund is not told as a failed charge', async () => {
    const bank = world.open();
    const chargeReference = await authorized(bank);
    await bank.capture({ key: 'c', chargeReference, amountMinor: 500 });
    await bank.refund({ key: 'r', chargeReference, amountMinor: 200 });
    await bank.refund({ key: 'too much', chargeReference, amountMinor: 400 });
    await bank.deliverDue();
    expect(world.events().map(({ type, data }) => [type, data.key, data.amountMinor, data.chargeReference === chargeReference])).toEqual([
      ['charge.authorized', 'order:1:charge', 129_900, true],
      ['charge.captured', 'c', 500, true],
      ['charge.refunded', 'r', 200, true]
    ]);
  });

  test(
    'whatever is asked in whatever order, refunded <= captured <= authorised, and a voided sum is never taken',
    { timeout: 30_000 },
    async () => {
      const wish = fc.record({
        ask: fc.constantFrom('capture' as const, 'refund' as const, 'void' as const),
        amountMinor: fc.integer({ min: 1, max: 700 }),
        keyNumber: fc.nat(9)
      });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('ok@mez', 'step@mez', 'no@mez'), fc.array(wish, { maxLength: 30 }), async (handle, wishes) => {
          const bank = testBank({
            journal: ':memory:',
            webhookSecret,
            now: () => world.now,
            report: (fault) => void world.faults.push(fault)
          });
          const { reference: chargeReference } = await bank.authorize(upi(handle, { amountMinor: 1000 }));
          const sums = { captured: 0, refunded: 0 };
          let voided = false;
          const used = new Set<string>();
          for (const { ask, amountMinor, keyNumber } of wishes) {
            const key = `${ask} ${amountMinor} ${keyNumber}`;
            const answer = await bank[ask]({ key, chargeReference, amountMinor });
            if (used.has(key) || answer.outcome === 'declined') continue;
            used.add(key);
            expect(handle).not.toBe('no@mez');
            expect(voided && answer.outcome === 'captured').toBe(false);
            if (answer.outcome === 'captured') sums.captured += amountMinor;
            if (answer.outcome === 'refunded') sums.refunded += amountMinor;
            if (answer.outcome === 'voided') voided = true;
            expect(sums.captured).toBeLessThanOrEqual(1000);
            expect(sums.refunded).toBeLessThanOrEqual(sums.captured);
          }
          bank.close();
        }),
        { numRuns: 150 }
      );
    }
  );
});
