import type { Generated } from 'kysely';
import type { Json, Time, TimeGenerated } from './columns.ts';

export type EventTable = {
  position: Generated<number>;
  tenant: Generated<string>;
  topic: string;
  version: number;
  type: string;
  data: Json;
  actor: Json;
  channel: string;
  cause: string | null;
  at: Time;
  recorded_at: TimeGenerated;
};

export type OutboxTable = { position: number; topic: string; attempts: Generated<number>; set_aside_at: Date | null };

export type LeaseTable = { name: string; holder: string; token: number; expires_at: Time };

export type IdempotencyTable = { scope: string; key: string; hash: string; result: Json | null; created_at: TimeGenerated };

export type WebhookInboxTable = { provider: string; event_id: string; received_at: Time };

export type RateBucketTable = { name: string; subject: string; window_start: Time; used: number };
