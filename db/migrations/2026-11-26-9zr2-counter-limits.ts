import { sql, type Kysely } from 'kysely';

const STANDARD = { cashByAssociateMinor: 200_000, creditWithoutPurchaseMinor: 100_000 };
/** What a profile says that was written before anybody could say it: nothing that was not allowed before. */
const AS_BEFORE = { cashByAssociateMinor: 0, creditWithoutPurchaseMinor: null };

/** Two more limits of a policy. Every profile has them from now on, so that none needs to be read in two ways. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table policy_profile disable trigger stays_as_written`.execute(db);
  await sql`
    update policy_profile set terms = jsonb_set(terms, '{limits}', terms -> 'limits' ||
      case when profile = 'standard' and version = 1 then ${JSON.stringify(STANDARD)}::jsonb else ${JSON.stringify(AS_BEFORE)}::jsonb end)`.execute(
    db
  );
  await sql`alter table policy_profile enable trigger stays_as_written`.execute(db);
}
