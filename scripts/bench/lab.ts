import { randomBytes } from 'node:crypto';
import { newDatabase, brokenInvariants, serverFacts, settle } from '#db/bench/databases.ts';
import { makeCopyId } from '#db/bench/copy-rows.ts';
import { makeManyGoods, makeRoom } from '#db/bench/many-goods.ts';
import { connect, type Db } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { throwawayDatabase, throwawayFolder } from '../steps/throwaway.ts';
import type { Undo } from '../steps/undo.ts';
import type { BenchOptions } from './options.ts';
import { tally, type Tally } from './tally.ts';

/** One of the databases of a run, with our own connections to it. */
export type World = { name: string; url: string; db: Db };

/** Where everything of one run happens: a PostgreSQL of its own that waits for its disk, and what went wrong so far. */
export type Lab = {
  undo: Undo;
  options: BenchOptions;
  folder: string;
  /** One secret for all processes of the run, so that we can make the keys of carts ourselves. */
  secret: string;
  failures: Tally;
  facts: { version: string; settings: Record<string, string> };
  /** The demo shop as it opens. */
  demoWorld: (name: string) => Promise<World>;
  /** The demo shop grown to so many SKUs, a multiple of 50. */
  worldOf: (name: string, skus: number) => Promise<World>;
  /** What is broken in any of the worlds. */
  broken: () => Promise<string[]>;
};

const CONNECTIONS = 8;
const EMPTY = 'demo_template';

export async function openLab(undo: Undo, options: BenchOptions): Promise<Lab> {
  const folder = throwawayFolder(undo);
  const server = await throwawayDatabase(undo, { durable: true, folder });
  const worlds: World[] = [];
  await makeTemplate(server);

  async function demoWorld(name: string): Promise<World> {
    const url = await newDatabase(server, name, EMPTY);
    const world = { name, url, db: connect(url, { max: CONNECTIONS }) };
    undo.later(() => world.db.destroy());
    worlds.push(world);
    return world;
  }

  async function worldOf(name: string, skus: number): Promise<World> {
    const world = await demoWorld(name);
    await makeManyGoods(world.db, skus);
    await makeRoom(world.db);
    return world;
  }

  async function broken(): Promise<string[]> {
    const found: string[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one heavy question after the other
    for (const { name, db } of worlds) found.push(...(await brokenInvariants(db)).map((words) => `${name}: ${words}`));
    return found;
  }

  const facts = await factsOf(server);
  return { undo, options, folder, secret: randomBytes(24).toString('base64url'), failures: tally(), facts, demoWorld, worldOf, broken };
}

/** Every world begins as a copy of this one; nobody may be connected to it then. */
async function makeTemplate(server: string): Promise<void> {
  const db = connect(await newDatabase(server, EMPTY), { max: 1 });
  try {
    await migrate(db);
    await seedWhenEmpty(db, 'mez');
    await makeCopyId(db);
    await settle(db);
  } finally {
    await db.destroy();
  }
}

async function factsOf(server: string): Promise<Lab['facts']> {
  const db = connect(server, { max: 1 });
  try {
    return await serverFacts(db);
  } finally {
    await db.destroy();
  }
}
