import { connect } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import type { Settings } from '#lib/server/settings.ts';
import { step } from './progress.ts';

type Wanted = Pick<Settings, 'databaseUrl' | 'seed'>;

/** Brings the schema up to date and fills a shop that is empty. */
export async function prepareShop({ databaseUrl, seed }: Wanted): Promise<void> {
  const db = connect(databaseUrl);
  try {
    await step('schema', 'bringing it up to date', async () => {
      const steps = await migrate(db);
      return { says: steps.length === 0 ? 'up to date' : `${steps.length} steps taken`, value: undefined };
    });
    await step('goods', 'filling the shop', async () => {
      const lines = await seedWhenEmpty(db, seed);
      return { says: lines.join(', ') || 'there already', value: undefined };
    });
  } finally {
    await db.destroy();
  }
}
