import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { isProviderUnreachable, type ChargeOrder } from '#lib/commerce/payments/payment-provider.ts';
import type { BankEvent } from '#lib/server/providers/test-bank/notices.ts';
import { testBank, type TestBank, type TestBankSettings } from '#lib/server/providers/test-bank/test-bank.ts';
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export const start = new Date('2026-11-23T09:00:00Z');
export const webhookSecret = 'what-bank-and-shop-share';

/** The world of one test about the bank: its journal, a clock that stands still, an end point that listens. */
export type BankWorld = {
  now: Date;
  journal: string;
  receiver: WebhookReceiver;
  faults: unknown[];
  waited: number[];
  open: (over?: Partial<TestBankSettings>) => TestBank;
  pass: (seconds: number) => void;
  events: () => BankEvent[];
};

/** Call once at the top of a file: the world is new for each test, and a fault nobody expected fails it. */
export function bankWorld(): BankWorld {
  const world = { now: start, faults: [], waited: [] } as unknown as BankWorld;
  let folder = '';
  let banks: TestBank[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'test-bank-'));
    banks = [];
    Object.assign(world, {
      now: start,
      faults: [],
      waited: [],
      journal: join(folder, 'books', 'bank.sqlite'),
      receiver: await webhookReceiver()
    });
  });
  afterEach(async () => {
    await Promise.all(banks.map(async (bank) => bank.stop()));
    for (const bank of banks) bank.close();
    await world.receiver.close();
    rmSync(folder, { recursive: true, force: true });
    expect(world.faults).toEqual([]);
  });

  world.open = (over = {}) => {
    const bank = testBank({
      journal: world.journal,
      webhookUrl: world.receiver.url,
      webhookSecret,
      now: () => world.now,
      report: (fault) => void world.faults.push(fault),
      wait: async (ms) => void world.waited.push(ms),
      ...over
    });
    banks.push(bank);
    return bank;
  };
  world.pass = (seconds) => void (world.now = new Date(world.now.getTime() + seconds * 1000));
  world.events = () => world.receiver.received.map((one) => JSON.parse(one.rawBody) as BankEvent);
  return world;
}

export function upi(handle: string, over: Partial<ChargeOrder> = {}): ChargeOrder {
  const instrument = { method: 'upi' as const, handle };
  return { key: 'order:1:charge', amountMinor: 129_900, currency: 'INR', instrument, orderNumber: 'TL-7K2M', ...over };
}

export async function isUnreachable(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => false,
    (fault: unknown) => isProviderUnreachable(fault)
  );
}
