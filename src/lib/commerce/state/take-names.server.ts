import { takenLines, takenReturnNumbers } from '#db/queries/state-returns.ts';
import { takenNumbers, type KnownOrder } from '#db/queries/state-orders.ts';
import type { DerivedOrder, OrderFacts } from './order-facts.ts';
import { isRowId } from './line-id.ts';
import type { Taking } from './taking.ts';

/** A number of another system that an address of a page can hold. Those that look like ours must be ours. */
const USABLE = /^(?:MZ-[0-9A-HJKMNP-TV-Z]{10}|(?!MZ-)[0-9A-Za-z][0-9A-Za-z._-]{0,39})$/i;
const OURS = /^MZ-/i;
/** As a counter scans it. */
const RETURN_NUMBER = /^R-[0-9A-Z]{8}$/;

/** What orders of a batch are called, with the ids of their lines and the numbers of their returns. */
type Names = { orders: Set<string>; returns: Set<string>; lines: Set<string> };
export const noNames = (): Names => ({ orders: new Set(), returns: new Set(), lines: new Set() });
/** `before`: names of the batch that is being written now, and that the database may not have yet; `now`: those of this one. */
export type Naming = Taking & { before: Names; now: Names };

type Named = { facts: OrderFacts; known: KnownOrder | undefined; order: DerivedOrder };

/** A step of an import: numbers of the file as far as they are free; the others get one of ours. */
export async function numbersOfOrders({ tx, tally, newCode, before, now }: Naming, derived: Named[]): Promise<string[]> {
  const asked = derived.map(({ order, known }) => (known ? null : usable(order.record.number ?? order.record.external_id)));
  const taken = await takenNumbers(
    tx,
    derived.flatMap(({ order }, index) => (asked[index] ? [{ id: order.id, number: asked[index] }] : []))
  );
  return derived.map(({ order, facts, known }, index) => {
    const number = asked[index];
    const isFree = number !== null && number !== undefined && ![taken, before.orders, now.orders].some((names) => names.has(number));
    if (isFree) now.orders.add(number);
    if (isFree || known) return number ?? '';
    const ours = `MZ-${newCode(10)}`;
    if (order.record.number) {
      const message = `This number is taken or cannot be used; the order is ${ours} here, and found by what it was called as well.`;
      tally.log.add(facts.order.spot, { code: 'number_taken', pointer: '/number', value: order.record.number, isWarning: true, message });
    }
    return ours;
  });
}

function usable(number: string): string | null {
  const plain = number.replace(/^#/, '');
  if (!USABLE.test(plain)) return null;
  return OURS.test(plain) ? plain.toUpperCase() : plain;
}

/** A step of an import: the same for returns, by their ids. A counter reads only numbers that look like ours. */
export async function numbersOfReturns({ tx, tally, newCode, before, now }: Naming, derived: Named[]): Promise<Map<string, string>> {
  const all = derived.flatMap(({ facts }) => facts.returns);
  const asked = all.flatMap(({ id, record }) =>
    record.number && RETURN_NUMBER.test(record.number) ? [{ id, number: record.number }] : []
  );
  const taken = await takenReturnNumbers(tx, asked);
  const numbers = new Map<string, string>();
  for (const { id, record, spot } of all) {
    const number = asked.find((one) => one.id === id)?.number;
    const isFree = number !== undefined && ![taken, before.returns, now.returns].some((names) => names.has(number));
    const given = isFree ? number : `R-${newCode(8)}`;
    now.returns.add(given);
    numbers.set(id, given);
    if (isFree || !record.number) continue;
    const message = `This number is taken or cannot be used; the return is ${given} here.`;
    tally.log.add(spot, { code: 'number_taken', pointer: '/number', value: record.number, isWarning: true, message });
  }
  return numbers;
}

/** A step of an import: a line that is called by the id of a row must be of this order and of no other. */
export async function checkLineIds({ tx, tally, before, now }: Naming, orders: OrderFacts[]): Promise<void> {
  const named = orders.flatMap(({ order }) =>
    order.record.lines.flatMap(({ id }, index) => (isRowId(id) ? [{ id, orderId: order.id, index, spot: order.spot }] : []))
  );
  const taken = await takenLines(
    tx,
    named.map(({ id, orderId }) => ({ id, orderId }))
  );
  for (const { id, index, spot } of named) {
    if ([taken, before.lines, now.lines].some((names) => names.has(id))) {
      const message = 'Another order has a line with this id, or this one has it twice.';
      tally.log.add(spot, { code: 'duplicate', pointer: `/lines/${index}/id`, value: id, message });
    }
    now.lines.add(id);
  }
}
