import { CompiledQuery, Kysely, PostgresDialect, PostgresDriver, sql, type DatabaseConnection, type TransactionSettings } from 'kysely';
import pg from 'pg';
import type { Db } from './client.ts';
import { preparing, statementNames } from './prepared.ts';
import type { Schema } from './schema.ts';

export type Undoable = {
  db: Db;
  /** From here on nothing is for ever until `undo`. */
  begin: () => Promise<void>;
  undo: () => Promise<void>;
  /** Within a group a fault undoes what it did and no more, so that the group goes on; outside of one it is the work alone. */
  apart: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * The database over one connection on which several transactions in a row can be undone together: within a group each of them is a savepoint.
 * What the house puts off to the end of a transaction is done at the end of each all the same.
 */
export function connectUndoably(connectionString: string, onError: (fault: unknown) => void): Undoable {
  const pool = new pg.Pool({ connectionString, max: 1, keepAlive: true });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const names = statementNames();
  pool.on('connect', (client) => preparing(client, names));
  const group = { isOpen: false };
  const dialect = new PostgresDialect({ pool });
  const db = new Kysely<Schema>({
    dialect: {
      createDriver: () => new GroupingDriver(pool, group),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (of) => dialect.createIntrospector(of)
    }
  });
  return {
    db,
    async begin() {
      await sql`begin`.execute(db);
      group.isOpen = true;
    },
    async undo() {
      group.isOpen = false;
      await sql`rollback`.execute(db);
    },
    async apart(work) {
      if (!group.isOpen) return work();
      await sql`savepoint apart`.execute(db);
      try {
        return await work();
      } catch (fault) {
        await sql`rollback to savepoint apart`.execute(db);
        throw fault;
      } finally {
        await sql`release savepoint apart`.execute(db);
      }
    }
  };
}

class GroupingDriver extends PostgresDriver {
  readonly #group: { isOpen: boolean };

  constructor(pool: pg.Pool, group: { isOpen: boolean }) {
    super({ pool });
    this.#group = group;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (!this.#group.isOpen) return super.beginTransaction(connection, settings);
    await run(connection, 'savepoint of_group');
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    if (!this.#group.isOpen) return super.commitTransaction(connection);
    await run(connection, 'set constraints all immediate; set constraints all deferred; release savepoint of_group');
  }

  override async rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    if (!this.#group.isOpen) return super.rollbackTransaction(connection);
    await run(connection, 'rollback to savepoint of_group; release savepoint of_group');
  }
}

async function run(connection: DatabaseConnection, statement: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(statement));
}
