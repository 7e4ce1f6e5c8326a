import { logOperations, moveCart, offersFor, operationsWithIds, writeLines, type LineToWrite } from '#db/queries/cart-operations.ts';
import { keepForLater, leaveSaved, savedOf } from '#db/queries/cart-saved.ts';
import type { Db, Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Author } from './author.ts';
import type { CartView } from './cart-view.ts';
import { lineKey, MAX_LINES, type LineName } from './cart.ts';
import { foldOperations } from './fold-operations.ts';
import { lineOf, type CartOperation, type LineOffer, type OperatedCart, type OperationOutcome } from './operations.ts';
import { repeatedOf } from './repeated-operations.ts';

type Change = { cartId: string; before: OperatedCart; after: OperatedCart; by: Author; at: Date };
type Operating = { shop: Pick<Shop, 'now' | 'newId'>; view: CartView; by: Author };

/**
 * A step of a command, under the lock of the cart: operations in order, each decided on its own and counted once by its id. Refuses
 * `key-reused` when another cart took one of the ids meanwhile; everything else is the outcome of one operation.
 */
export async function operateCart(
  tx: Tx,
  record: Recorder,
  { shop, view, by }: Operating,
  operations: CartOperation[]
): Promise<OperationOutcome[]> {
  const cartId = view.id;
  const known = await operationsWithIds(
    tx,
    operations.map(({ id }) => id)
  );
  const { fresh, outcomeOf } = repeatedOf(cartId, operations, known);

  const before = await operatedCart(tx, view);
  const lineIds = new Map(view.lines.map((line) => [lineKey(line), line.id]));
  const lineIdOf = (line: LineName) => lineIds.get(lineKey(line)) ?? lineIds.set(lineKey(line), shop.newId()).get(lineKey(line)) ?? '';
  const offers = await offersOf(
    tx,
    cartId,
    fresh.flatMap((operation) => lineOf(operation) ?? [])
  );
  const offerOf = (line: LineName | undefined) => (line && offers.get(lineKey(line))) ?? NO_OFFER;
  const folded = foldOperations({ cartId, cart: before, version: view.version, offerOf, lineIdOf, by }, fresh);

  const at = shop.now();
  const change = { cartId, before, after: folded.cart, by, at };
  if (folded.events.length > 0) {
    await writeLines(tx, cartId, linesToWrite(view, change, { lineIdOf, offerOf }), { author: by, at });
    await writeSaved(tx, change, [...offers.values()]);
    const back = folded.cart.lines !== before.lines;
    await moveCart(tx, cartId, { versions: folded.version - view.version, back, note: folded.cart.note, at });
  }
  if (!(await logOperations(tx, folded.decided, { cartId, author: by, at }))) refuse('key-reused');
  record(...folded.events);
  return outcomeOf(folded.decided.map(({ outcome }) => outcome));
}

/** For what is about no line. */
const NO_OFFER: LineOffer = { variantId: '', forSale: false, currency: '', unitPriceMinor: 0, free: 0, collectable: false };

/** As much of a cart as its operations touch. */
export async function operatedCart(tx: Db | Tx, view: CartView): Promise<OperatedCart> {
  const { state, currency, note } = view;
  const lines = view.lines.map(({ variantId, pickupNodeId, quantity }) => ({ variantId, pickupNodeId, quantity }));
  return { state, currency, note, lines, saved: await savedOf(tx, view.id) };
}

/** What each of these lines would meet; `cartId` null: in a cart that is not there yet. */
export async function offersOf(db: Db | Tx, cartId: string | null, lines: readonly LineName[]): Promise<Map<string, LineOffer>> {
  const named = new Map(lines.map((line) => [lineKey(line), line]));
  const offers = await offersFor(db, cartId, [...named.values()]);
  return new Map([...named.keys()].map((key, place) => [key, offers[place] ?? NO_OFFER]));
}

type Known = { lineIdOf: (line: LineName) => string; offerOf: (line: LineName) => LineOffer };

function linesToWrite(view: CartView, { after }: Change, { lineIdOf, offerOf }: Known): { gone: string[]; put: LineToWrite[] } {
  const kept = new Set(after.lines.map(lineKey));
  const had = new Map(view.lines.map((line) => [lineKey(line), line]));
  const stays = view.lines.filter((line) => kept.has(lineKey(line)));
  const free = Array.from({ length: MAX_LINES }, (_, place) => place + 1).filter((place) => !stays.some((line) => line.place === place));
  const put = after.lines.flatMap((line): LineToWrite[] => {
    const old = had.get(lineKey(line));
    if (old?.quantity === line.quantity) return [];
    const { forSale, unitPriceMinor } = offerOf(line);
    const price = old && !forSale ? old.unitPriceMinor : unitPriceMinor;
    return [{ ...line, id: lineIdOf(line), place: old?.place ?? free.shift() ?? 0, unitPriceMinor: price }];
  });
  return { gone: view.lines.filter((line) => !kept.has(lineKey(line))).map(({ id }) => id), put };
}

async function writeSaved(tx: Tx, { cartId, before, after, by, at }: Change, offers: LineOffer[]): Promise<void> {
  const units = (cart: OperatedCart, variantId: string) => cart.saved.find((one) => one.variantId === variantId)?.quantity ?? 0;
  for (const variantId of new Set([...before.saved, ...after.saved].map((one) => one.variantId))) {
    const [had, has] = [units(before, variantId), units(after, variantId)];
    const unitPriceMinor = offers.find((offer) => offer.variantId === variantId)?.unitPriceMinor ?? 0;
    // oxlint-disable-next-line no-await-in-loop -- one connection, a handful of things at most
    if (has > had) await keepForLater(tx, { cartId, variantId, quantity: has - had, unitPriceMinor, by, at });
    // oxlint-disable-next-line no-await-in-loop -- as above
    else if (has < had) await leaveSaved(tx, { cartId, variantId, left: has });
  }
}
