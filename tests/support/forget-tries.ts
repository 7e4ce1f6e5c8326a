import type { Db } from '#db/client.ts';

/** All tests come from one address, and may try five wrong codes in ten minutes from there: those of a test that tries them on purpose go. */
export async function forgetTries(db: Db): Promise<void> {
  await db.deleteFrom('rate_bucket').where('name', '=', 'code-address').execute();
}
