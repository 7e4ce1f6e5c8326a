import { createHash } from 'node:crypto';
import { fromKysely, PgBoss, type Job as JobOfQueue, type JobInsert, type JobResult } from 'pg-boss';
import type { Tx } from '#db/client.ts';
import { queuesWithDueJobs } from '#db/queries/due-jobs.ts';
import { isProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { After, Job, Queue, Work } from './work.ts';
import { loop, type Loop } from './loop.ts';
import { WORKERS } from './workers.ts';

export type Jobs = {
  /** In the relay's own transaction: a job exists if and only if its fact was taken from the outbox. */
  enqueue: (tx: Tx, jobs: Job[]) => Promise<void>;
  stop: () => Promise<void>;
};

/** `carrierSpeed`: how many of the demonstration's seconds pass in one second. */
type JobSettings = { databaseUrl: string; carrierSpeed: number };

const QUEUE = {
  retryLimit: 8,
  retryDelay: 2,
  retryBackoff: true,
  heartbeatSeconds: 10,
  expireInSeconds: 120,
  deleteAfterSeconds: 6 * 3_600
};
/** A file may take so long; who is at it says so every few seconds, so one that died is taken up as soon as any other. */
const LONG: Partial<Record<Queue, { expireInSeconds: number }>> = { 'take-import': { expireInSeconds: 6 * 3_600 } };
/** One look for all queues wakes those that have something to do; each looks for itself only in case that look fails. */
const LOOK_MS = 500;
const WORK = { pollingIntervalSeconds: 10, batchSize: 50, burstWhenBatchFull: true, perJobResults: true } as const;
/** Jobs of a batch that run at once: each of them needs a connection of the shop's pool. */
const AT_ONCE = 4;
const QUEUES = Object.keys(WORKERS) as Queue[];

/** Safe in several processes: they share the queues, and a job runs in one of them. A killed one's jobs are taken up in 10 to 20 seconds. */
export async function startJobs(shop: Shop, settings: JobSettings): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: settings.databaseUrl,
    schema: 'jobs',
    max: 4,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 600
  });
  boss.on('error', shop.report);
  await boss.start({ attempts: 3 });
  for (const queue of QUEUES) await boss.createQueue(queue, { ...QUEUE, ...LONG[queue] });
  const workers = new Map<string, string>();
  for (const queue of QUEUES) {
    const run = (job: JobOfQueue<Work[Queue]>) => runOne(shop, queue, job);
    workers.set(queue, await boss.work<Work[Queue], unknown, typeof WORK>(queue, WORK, async (batch) => runBatch(batch, run)));
  }
  const looking = wakeWorkers(shop, boss, workers);

  return {
    async enqueue(tx, jobs) {
      const db = fromKysely(tx);
      for (const [queue, some] of Map.groupBy(jobs, (job) => job.queue)) {
        await boss.insert(
          queue,
          some.map((job) => rowOf(job, settings.carrierSpeed)),
          { db }
        );
      }
    },
    async stop() {
      await looking.stop();
      await boss.stop({ graceful: true, timeout: 10_000 });
    }
  };
}

function wakeWorkers(shop: Shop, boss: PgBoss, workers: ReadonlyMap<string, string>): Loop {
  return loop(async () => {
    for (const queue of await queuesWithDueJobs(shop.db, [...workers.keys()])) boss.notifyWorker(workers.get(queue) ?? '');
    return LOOK_MS;
  }, shop.report);
}

/** A few at a time, each settled by itself: one that fails does not repeat the others. */
async function runBatch<J extends { id: string }>(batch: J[], run: (job: J) => Promise<JobResult>): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const left = batch.values();
  const line = async () => {
    for (const job of left) results.push(await run(job));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return results;
}

async function runOne(shop: Shop, queue: Queue, job: JobOfQueue<Work[Queue]>): Promise<JobResult> {
  try {
    await (WORKERS[queue] as (shop: Shop, data: Work[Queue]) => Promise<void>)(shop, job.data);
    return { id: job.id, status: 'completed' };
  } catch (fault) {
    // Refused: what was to be done is no longer called for.
    if (isRefusal(fault)) return { id: job.id, status: 'completed', output: { refused: fault.code } };
    reportOnce(shop, queue, { job, fault });
    return { id: job.id, status: 'failed', output: { message: fault instanceof Error ? fault.message : String(fault) } };
  }
}

/** At the first try and at the last; a bank or carrier that does not answer is nothing new before the last. */
function reportOnce(shop: Shop, queue: Queue, { job, fault }: { job: JobOfQueue<unknown>; fault: unknown }): void {
  const last = job.retryCount >= QUEUE.retryLimit;
  if (!last && (job.retryCount > 0 || isProviderUnreachable(fault))) return;
  shop.report(new Error(`job ${queue} ${job.id} ${last ? 'was given up' : 'failed and is tried again'}`, { cause: fault }));
}

function rowOf(job: Job, speed: number): JobInsert {
  return { id: idOf(job), singletonKey: job.key, data: job.data, startAfter: secondsUntil(job.after, speed) };
}

function secondsUntil(after: After, speed: number): number {
  return 'seconds' in after ? after.seconds : after.simulatedSeconds / speed;
}

/** The same fact and queue give the same id, which the table takes once. */
function idOf({ queue, key }: Job): string {
  const digest = createHash('sha256').update(`${queue} ${key}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
