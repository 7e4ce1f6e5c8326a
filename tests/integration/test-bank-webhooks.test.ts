import { describe, expect, test } from 'vitest';
import { SIGNATURE_HEADER, verifyWebhook } from '#lib/server/webhook-signature.ts';
import { bankWorld, isUnreachable, start, upi, webhookSecret } from '#tests/support/bank-world.ts';
import { SOON } from '#tests/support/soon.ts';

/** Waits for an event, not for a time: the limit only ends a test that would wait for ever. */

const world = bankWorld();

describe('webhooks', () => {
  test('arrive signed over the bytes that were sent', async () => {
    const bank = world.open();
    const { reference } = await bank.charge(upi('ok@mez'));
    expect(await bank.deliverDue()).toEqual({ delivered: 1, failed: 0 });
    const { rawBody, headers } = world.receiver.received[0]!;
    const header = headers[SIGNATURE_HEADER] as string;
    expect(headers['content-type']).toBe('application/json');
    expect(verifyWebhook({ header, rawBody, secrets: [webhookSecret], now: world.now })).toEqual({ ok: true });
    expect(JSON.parse(rawBody)).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      type: 'charge.captured',
      at: start.toISOString(),
      data: { key: 'order:1:charge', reference, chargeReference: reference, orderNumber: 'TL-7K2M', amountMinor: 129_900, currency: 'INR' }
    });
  });

  test('a refusal tells its reason', async () => {
    const bank = world.open();
    await bank.charge(upi('no@mez'));
    await bank.deliverDue();
    expect(world.events()).toMatchObject([{ type: 'charge.declined', data: { reason: 'bank-said-no' } }]);
  });

  test('late@mez is told half a minute later, not a second before', async () => {
    const bank = world.open();
    await bank.charge(upi('late@mez'));
    world.pass(29.999);
    expect(await bank.deliverDue()).toEqual({ delivered: 0, failed: 0 });
    world.pass(0.001);
    expect(await bank.deliverDue()).toEqual({ delivered: 1, failed: 0 });
  });

  test('twice@mez is told twice, with one id', async () => {
    const bank = world.open();
    await bank.charge(upi('twice@mez'));
    await bank.deliverDue();
    expect(world.receiver.received).toHaveLength(2);
    expect(new Set(world.events().map((event) => event.id)).size).toBe(1);
  });

  test('a money taken without an answer is told all the same', async () => {
    const bank = world.open();
    await isUnreachable(bank.charge(upi('lost@mez')));
    await bank.deliverDue();
    expect(world.events()).toMatchObject([{ type: 'charge.captured', data: { key: 'order:1:charge' } }]);
  });

  test('an end point that answers 500 is asked again after 1, 2 and 4 seconds, signed afresh each time', async () => {
    const bank = world.open();
    world.receiver.answerWith([500, 401, 503]);
    await bank.charge(upi('ok@mez'));
    for (const wait of [0, 1, 2, 4]) {
      world.pass(wait - 0.001);
      expect(await bank.deliverDue()).toEqual({ delivered: 0, failed: 0 });
      world.pass(0.001);
      const last = wait === 4;
      expect(await bank.deliverDue()).toEqual({ delivered: last ? 1 : 0, failed: last ? 0 : 1 });
    }
    expect(new Set(world.receiver.received.map((one) => one.headers[SIGNATURE_HEADER])).size).toBe(4);
    expect(new Set(world.receiver.received.map((one) => one.rawBody)).size).toBe(1);
  });

  test('news of one charge waits behind an older one that nobody took', async () => {
    const bank = world.open();
    const { reference: chargeReference } = await bank.charge(upi('ok@mez'));
    await bank.refund({ key: 'r', chargeReference, amountMinor: 1 });
    world.receiver.answerWith([500]);
    expect(await bank.deliverDue()).toEqual({ delivered: 0, failed: 2 });
    world.pass(1);
    await bank.deliverDue();
    expect(world.events().map((event) => event.type)).toEqual(['charge.captured', 'charge.captured', 'charge.refunded']);
  });

  test('after two days of silence the bank gives up and says so', async () => {
    const bank = world.open({ webhookUrl: 'http://127.0.0.1:9/closed' });
    await bank.charge(upi('ok@mez'));
    await bank.deliverDue();
    world.pass(48 * 3600);
    await bank.deliverDue();
    expect(world.faults.splice(0)).toMatchObject([{ message: expect.stringContaining('nobody took it for two days') }]);
    world.pass(48 * 3600);
    expect(await bank.deliverDue()).toEqual({ delivered: 0, failed: 0 });
  });

  test('survive the end of the process that wrote them, and two banks on one journal send each once', async () => {
    const gone = world.open();
    for (let n = 0; n < 40; n += 1) await gone.charge(upi('ok@mez', { key: `k${n}` }));
    gone.close();
    const [one, other] = [world.open(), world.open()];
    const [first, second] = await Promise.all([one.deliverDue(), other.deliverDue()]);
    expect(first.delivered + second.delivered).toBe(40);
    expect(new Set(world.events().map((event) => event.data.key)).size).toBe(40);
    expect(world.receiver.received).toHaveLength(40);
  });

  test('a started bank delivers by itself, and a stopped one is quiet', async () => {
    const bank = world.open();
    bank.start();
    await bank.charge(upi('ok@mez'));
    await expect.poll(() => world.receiver.received.length, SOON).toBe(1);
    await bank.stop();
    await bank.charge(upi('ok@mez', { key: 'after the end' }));
    expect(world.receiver.received).toHaveLength(1);
  });
});
