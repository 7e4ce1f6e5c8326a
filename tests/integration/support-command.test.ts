import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerLines } from '#agents/tool-batch.ts';
import { listedTools } from '#agents/tool-desk.ts';
import { connectUndoably } from '#db/undoable.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPaidOrder, stateOf, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
const folder = mkdtempSync(join(tmpdir(), 'support-command-'));
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

type Said = Record<string, unknown> & { record?: Record<string, unknown>; parts?: Record<string, unknown>[]; decision?: string };

async function batch(lines: readonly object[]): Promise<Said[]> {
  const undoable = connectUndoably(shop.url, shop.report);
  const given = async function* (): AsyncGenerator<string> {
    for (const line of lines) yield JSON.stringify(line);
  };
  const answers: Said[] = [];
  try {
    for await (const answer of answerLines(given(), { shop: { ...shop, db: undoable.db }, undoable }))
      answers.push(JSON.parse(answer) as Said);
  } finally {
    await undoable.db.destroy();
  }
  return answers;
}

test('what lies between begin and rollback is done, seen, and never was', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const before = await stateOf(shop, order.orderId);
  const as = `customer:${rhea.customerId}`;
  const cancel = { name: 'cancel', as, args: { order: order.number }, approve: true };
  const look = { export: { order: order.number } };
  const [begun, cancelled, twice, inside, back, outside, again] = await batch([
    { begin: true },
    cancel,
    cancel,
    look,
    { rollback: true },
    look,
    { ...cancel, approve: false }
  ]);
  expect([begun, back]).toEqual([{ begun: true }, { rolledBack: true }]);
  expect(cancelled).toMatchObject({ decision: 'done', code: null, rule: { profile: 'standard' }, effect: { kind: 'cancel' } });
  expect(twice).toMatchObject({ decision: 'refused', code: 'already-ended' });
  expect(inside!.record).toMatchObject({ type: 'order', number: order.number });
  expect(inside!.parts!.filter(({ type }) => type === 'shipment')).toMatchObject([{ state: 'cancelled' }]);
  expect(outside!.parts!.filter(({ type }) => type === 'shipment')).toMatchObject([{ state: 'released' }]);
  expect(again).toMatchObject({ decision: 'needs_approval', code: 'confirm' });
  expect(await stateOf(shop, order.orderId)).toEqual(before);
  expect(await shop.db.selectFrom('order_change').select('id').where('order_id', '=', order.orderId).execute()).toEqual([]);
});

test('a "no" and a line that is none leave the rest of a group as it is, and what nobody rolls back at the end is rolled back', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const as = `guest:${order.number}`;
  const answers = await batch([
    { begin: true },
    { name: 'cancel', as, args: {}, approve: true },
    { name: 'no_such_tool', as, args: {} },
    { name: 'order_status', as: 'somebody', args: {} },
    { name: 'order_status', as: 'customer:nobody', args: {} },
    { nonsense: 1 },
    { begin: true },
    { export: { order: 'nothing' } },
    { name: 'order_status', as, args: {} }
  ]);
  expect(answers.map((one) => one['code'] ?? one['error'] ?? one.decision ?? 'begun')).toEqual([
    'begun',
    'done',
    'invalid',
    'invalid',
    'not-found',
    'This is neither a call nor a directive.',
    'A group has begun already.',
    'not-found',
    'done'
  ]);
  expect(answers.at(-1)).toMatchObject({ effect: { parcels: [{ state: 'cancelled' }] } });
  expect(await stateOf(shop, order.orderId)).toMatchObject({ parcels: ['released'] });
});

test('what the house puts off to the end of a transaction is done within a group too', async () => {
  const { variantId: variant_id } = await aPaidOrder(shop, { customerId: rhea.customerId });
  const undoable = connectUndoably(shop.url, shop.report);
  const findRate = async () =>
    (await undoable.db.selectFrom('node').select('find_rate').where('id', '=', TALK_NODE).executeTakeFirstOrThrow()).find_rate;
  const before = await findRate();
  const lost = {
    variant_id,
    node_id: TALK_NODE,
    kind: 'corrected' as const,
    quantity: -1,
    reason: 'not found',
    order_id: null,
    import_id: null
  };
  await undoable.begin();
  await undoable.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('stock_movement')
      .values({ id: shop.newId(), ...lost, actor: '{}', at: shop.now() })
      .execute();
  });
  const inside = await findRate();
  await expect(
    undoable.apart(async () =>
      undoable.db
        .insertInto('node')
        .values({ id: TALK_NODE } as never)
        .execute()
    )
  ).rejects.toThrow('null value');
  expect(await findRate()).toBe(inside);
  await undoable.undo();
  const after = await findRate();
  await undoable.db.destroy();
  expect(inside).toBeLessThan(before);
  expect(after).toBe(before);
});

test('each tool is listed with what it is told', () => {
  const listed = listedTools() as { name: string; arguments: { properties?: object } }[];
  expect(listed.find(({ name }) => name === 'cancel')?.arguments.properties).toHaveProperty('reason');
  expect(listed).toHaveLength(20);
});

test('the command answers on its own process as the desk does', { timeout: 120_000 }, async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const env = { ...process.env, DATABASE_URL: shop.url, DATA_FOLDER: folder };
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const run = async (args: string[], input: string): Promise<Said[]> => {
    const child = spawn(process.execPath, ['scripts/support-tool.ts', ...args], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(input);
    return (await text(child.stdout))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Said);
  };
  const args = JSON.stringify({ order: order.number });
  expect(await run(['cancel', '--as', `guest:${order.orderId}`, '--args', args], '')).toMatchObject([{ decision: 'needs_approval' }]);
  expect(await run(['--batch'], '{"name":"ask_policy","as":"anonymous","args":{"topic":"cancel"}}\n{"begin":true}\n')).toMatchObject([
    { decision: 'done', effect: { topic: 'cancel' } },
    { begun: true }
  ]);
});
