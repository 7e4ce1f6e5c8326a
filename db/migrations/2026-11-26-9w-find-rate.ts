import { sql, type Kysely } from 'kysely';

/** How often things are found where the books say that they lie, learnt from every pick. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table node add column find_rate double precision not null default 1 check (find_rate > 0 and find_rate <= 1)`.execute(db);
  // Simple exponential smoothing, one step a unit, of 1 (found) and 0 (not found): NIST/SEMATECH e-Handbook of Statistical Methods, 6.4.3.1.
  // With a weight of 2 / 51 it looks back as far as a mean of the last 50 units does; it begins at 1, for nobody is suspected before a miss.
  await sql`
    create function find_rate_after(rate double precision, found int, missed int) returns double precision immutable language sql as $$
      select greatest(0.01, (1 - (1 - rate) * power(49.0 / 51, found)) * power(49.0 / 51, missed))
    $$`.execute(db);
  // At the very end of a transaction: whoever waits for a place then holds no shelf that another one waits for.
  await sql`
    create function learn_from_loss() returns trigger language plpgsql as $$
    begin
      update node set find_rate = find_rate_after(find_rate, 0, -new.quantity) where id = new.node_id;
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger learn_from_loss after insert on stock_movement deferrable initially deferred
      for each row when (new.kind = 'corrected' and new.reason = 'not found') execute function learn_from_loss()`.execute(db);
  // Only what was scanned is known to have been found: where the demonstration packs, nothing is learnt.
  await sql`
    create function learn_from_pick() returns trigger language plpgsql as $$
    declare
      v_found int := (select sum(picked) from fulfilment_line where fulfilment_order_id = new.id);
    begin
      if v_found > 0 then
        update node set find_rate = find_rate_after(find_rate, v_found, 0) where id = new.node_id and find_rate < 1;
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger learn_from_pick after update on fulfilment_order deferrable initially deferred
      for each row when (new.state = 'packed' and old.state is distinct from 'packed') execute function learn_from_pick()`.execute(db);
}
