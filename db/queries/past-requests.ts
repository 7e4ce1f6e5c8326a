import type { PastRequest } from '#lib/commerce/policies/past-requests.ts';
import type { Db } from '../client.ts';
import { pastChanges } from './past-changes.ts';
import { pastReturns } from './past-returns.ts';

/** What was asked of the newest orders, the newest first. A "no" of which only the no itself was kept is none of these. */
export async function pastRequests(db: Db, limit: number): Promise<PastRequest[]> {
  const asked: PastRequest[] = [...(await pastChanges(db, limit)), ...(await pastReturns(db, limit))];
  return asked.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}
