import { ourId, partId } from '#db/queries/state-ids.ts';
import { accountsAmong } from '#db/queries/state-orders.ts';
import { entriesOf, takenValues } from '#db/queries/state-values.ts';
import { lessThanPending, putPoints } from '#db/queries/state-points.ts';
import { ourRecords } from '#db/queries/state-records.ts';
import { planShelves } from '#db/queries/state-shelves.ts';
import { keepFields, keepOurs, optionsOf, stagedAfter, type Staged } from '#db/queries/state-staging.ts';
import { putAddresses, putImages, putRows, takenEmails, takenHandles, takenOptions } from '#db/queries/state-write.ts';
import { valueRows } from './value-rows.ts';
import { accountRow, addressRows, handleOf, nodeRow, productRow, variantRow } from './goods-rows.ts';
import { judge, oursAs } from './judge.ts';
import { resolved } from './references.ts';
import { givenOf, tidied } from './record-text.ts';
import { spotOf } from './state-report.ts';
import type { RecordOf, RecordType } from './state-record.ts';
import type { Taking } from './taking.ts';

const AT_ONCE = 500;

type GoodsType = Extract<RecordType, 'gift_card' | 'location' | 'product' | 'variant' | 'price' | 'customer' | 'stock'>;
type Took<Type extends RecordType> = { staged: Staged; id: string; record: RecordOf<Type> };
type Put = { [Type in GoodsType]: (taking: Taking, took: Took<Type>[]) => Promise<void> };

/** A step of an import: all records of one type that stand by themselves, some at a time. Nothing is written once an error was found. */
export async function takeGoods(taking: Taking, type: GoodsType): Promise<void> {
  for (let after = 0; ;) {
    // oxlint-disable-next-line no-await-in-loop -- some at a time is the point
    const some = await stagedAfter(taking.tx, type, after, AT_ONCE);
    const last = some.at(-1);
    if (!last) return;
    after = last.line;
    // oxlint-disable-next-line no-await-in-loop
    await takeSome(taking, type, some);
  }
}

async function takeSome(taking: Taking, type: GoodsType, some: Staged[]): Promise<void> {
  const { tx, tally } = taking;
  const present = await ourRecords(
    tx,
    type,
    some.map(({ our_id }) => our_id)
  );
  const ours = new Map(present.map((our) => [our.our_id, our]));
  const keeping: number[] = [];
  const took = some.flatMap((staged): Took<GoodsType>[] => {
    const our = ours.get(staged.our_id);
    const given = our ? givenOf(staged.body, staged.left_out) : staged.body;
    const theirs = { record: given, kept: staged.kept, refVersion: staged.ref_version, spot: spotOf(staged) };
    const what = our ? judge(type, theirs, our, taking).what : 'created';
    tally.count(type, what);
    if (what === 'kept') keeping.push(staged.line);
    if (what !== 'created' && what !== 'corrected') return [];
    // What the file leaves out stays as it is.
    const record = our ? tidied(type, { ...oursAs(type, our), ...given }) : given;
    return [{ staged, id: staged.our_id, record } as Took<GoodsType>];
  });
  await keepOurs(tx, keeping);
  if (tally.log.errors === 0 && took.length > 0)
    await (PUT[type] as (taking: Taking, took: Took<GoodsType>[]) => Promise<void>)(taking, took);
}

const ids = ({ importId, at }: Taking, id: string) => ({ id, importId, at: at.toISOString() });

const PUT: Put = {
  async location({ tx }, took) {
    await putRows(
      tx,
      'node',
      took.map(({ id, record }) => nodeRow(record, id)),
      { key: ['id'], counts: true }
    );
  },

  async product(taking, took) {
    const { tx, tally } = taking;
    const wanted = took.map(({ id, record }) => ({ id, handle: handleOf(record) }));
    const taken = await takenHandles(tx, wanted);
    const options = await optionsOf(
      tx,
      took.map(({ id }) => id)
    );
    const rows = took.map(({ staged, id, record }) => {
      const free = freeOf(handleOf(record), id, taken);
      if (record.handle && free !== record.handle) {
        const message = `Another product has this handle; it is called ${free} here.`;
        tally.log.add(spotOf(staged), { code: 'handle_taken', pointer: '/handle', value: record.handle, isWarning: true, message });
      }
      return productRow(record, ids(taking, id), { handle: free, options: options.get(id) ?? [] });
    });
    await putRows(tx, 'product', rows, { key: ['id'], counts: true });
    await putImages(
      tx,
      took.map(({ id, record }) => ({ product_id: id, images: record.images }))
    );
  },

  async variant(taking, took) {
    const { tx, tally } = taking;
    const rows = took.map(({ id, record }) =>
      variantRow(record, ids(taking, id), ourId({ type: 'product', ...resolved(record.product, record.source) }))
    );
    const taken = await takenOptions(tx, rows);
    const seen = new Set<string>();
    for (const [index, { id, product_id, options }] of rows.entries()) {
      const key = JSON.stringify([product_id, options]);
      const staged = took[index]?.staged;
      if (staged && (taken.has(id) || seen.has(key))) {
        const message = 'Another variant of this product has the same options.';
        tally.log.add(spotOf(staged), { code: 'duplicate', pointer: '/options', value: options, message });
      }
      seen.add(key);
    }
    if (tally.log.errors === 0) await putRows(tx, 'variant', rows, { key: ['id'], counts: true });
  },

  async price({ tx }, took) {
    const rows = took.map(({ record }) => ({
      variant_id: ourId({ type: 'variant', ...resolved(record.variant, record.source) }),
      price_list: record.price_list,
      currency: record.currency,
      amount_minor: record.amount,
      compare_at_minor: record.compare_at ?? null
    }));
    await putRows(tx, 'price', rows, { key: ['variant_id', 'price_list'] });
  },

  async customer(taking, took) {
    const { tx, tally } = taking;
    const wanting = took.filter(({ record }) => record.registered && record.emails.length > 0);
    const rows = wanting.map(({ id, record }) => accountRow(record, ids(taking, id)));
    const taken = await takenEmails(tx, rows);
    const seen = new Set<string>();
    const accounts = wanting.filter(({ staged }, index) => {
      const email = rows[index]?.email ?? '';
      const isFree = !taken.has(email) && !seen.has(email);
      seen.add(email);
      if (!isFree) {
        const message = 'Another account has this address; the customer is kept without an account of their own.';
        tally.log.add(spotOf(staged), { code: 'email_taken', pointer: '/emails/0', value: email, isWarning: true, message });
      }
      return isFree;
    });
    const own = new Set(accounts.map(({ id }) => id));
    await putRows(
      tx,
      'app_user',
      rows.filter(({ id }) => own.has(id)),
      { key: ['id'] }
    );
    await putAddresses(
      tx,
      accounts.map(({ id, record }) => addressRows(record, ids(taking, id)))
    );
    await takePoints(taking, accounts);
    const others = took.filter(({ id }) => !own.has(id));
    await keepFields(
      tx,
      others.map(({ staged, record }) => ({ line: staged.line, kept: { record } }))
    );
  },

  async gift_card(taking, took) {
    const { tx, tally } = taking;
    const had = await entriesOf(
      tx,
      took.map(({ id }) => id)
    );
    const made = took.map(({ staged, id, record }) => {
      const rows = valueRows(record, id, { ...ids(taking, id), idOf: ourId, partId, had: had.get(id) ?? [] });
      return { ...rows, spot: spotOf(staged) };
    });
    const owners = made.flatMap(({ row }) => row.customer_id ?? []);
    const accounts = await accountsAmong(tx, owners);
    const taken = await takenValues(
      tx,
      made.map(({ row }) => row)
    );
    for (const { row, wrong, spot } of made) {
      if (wrong) tally.log.add(spot, wrong);
      if (row.customer_id !== null && !accounts.has(row.customer_id)) {
        const message = 'Store credit belongs to an account, and this customer has none; give it a code instead.';
        tally.log.add(spot, { code: 'bad_value', pointer: '/customer', message });
      }
      if (taken.has(row.id))
        tally.log.add(spot, {
          code: 'duplicate',
          pointer: '',
          message: 'There is another one with this code, or of this customer or order.'
        });
    }
    if (tally.log.errors > 0) return;
    await putRows(
      tx,
      'stored_value',
      made.map(({ row }) => row),
      { key: ['id'] }
    );
    await putRows(
      tx,
      'stored_value_entry',
      made.flatMap(({ entries }) => entries),
      { key: ['id'], onlyNew: true }
    );
  },

  async stock({ tx }, took) {
    const shelves = took.map(({ record }) => ({
      variant_id: ourId({ type: 'variant', ...resolved(record.variant, record.source) }),
      node_id: ourId({ type: 'location', ...resolved(record.location, record.source) }),
      on_hand: record.on_hand,
      unavailable: record.unavailable,
      safety: record.safety,
      for_counter: record.for_counter,
      bin: record.bin ?? null,
      counted_at: record.counted_at ?? null
    }));
    await planShelves(tx, shelves);
  }
};

async function takePoints({ tx, tally, importId, at }: Taking, accounts: Took<'customer'>[]): Promise<void> {
  const given = accounts.flatMap(({ id, record: { loyalty } }) =>
    loyalty?.points === null || loyalty?.points === undefined ? [] : [{ customer_id: id, points: loyalty.points }]
  );
  const fewer = await lessThanPending(tx, given);
  for (const { staged, id } of accounts) {
    const message = 'More of the points here still wait for goods that may come back than the file gives; they cannot be taken.';
    if (fewer.has(id)) tally.log.add(spotOf(staged), { code: 'bad_value', pointer: '/loyalty/points', message });
  }
  if (tally.log.errors === 0) await putPoints(tx, given, { importId, at: at.toISOString() });
}

/** Two of one batch that want the same are told apart as well. */
function freeOf(wanted: string, id: string, taken: Set<string>): string {
  const free = taken.has(wanted) ? `${wanted}-${id.slice(0, 8)}` : wanted;
  taken.add(free);
  return free;
}
