import { connect } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { DEMO_GIFT_CARDS } from '#lib/commerce/payments/demo-gift-cards.ts';
import { sealedCode } from '#lib/commerce/payments/stored-value.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import type { Settings } from '#lib/server/settings.ts';
import { step } from './progress.ts';

type Wanted = Pick<Settings, 'databaseUrl' | 'seed' | 'secret'>;

/** Brings the schema up to date and fills a shop that is empty. */
export async function prepareShop({ databaseUrl, seed, secret }: Wanted): Promise<void> {
  const db = connect(databaseUrl);
  const { seal } = accessKeys(secret);
  const giftCards = DEMO_GIFT_CARDS.map(({ code, amountMinor }) => ({ ...sealedCode(seal, code), amountMinor }));
  try {
    await step('schema', 'bringing it up to date', async () => {
      const steps = await migrate(db);
      return { says: steps.length === 0 ? 'up to date' : `${steps.length} steps taken`, value: undefined };
    });
    await step('goods', 'filling the shop', async () => {
      const lines = await seedWhenEmpty(db, seed, giftCards);
      return { says: lines.join(', ') || 'there already', value: undefined };
    });
  } finally {
    await db.destroy();
  }
}
