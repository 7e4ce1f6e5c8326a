import type { FaqEntryState } from '#lib/commerce/support/faq/faq-entry.machine.ts';
import type { FaqSource } from '#lib/commerce/support/faq/faq-item.ts';
import type { WithdrawnReason } from '#lib/commerce/support/faq/still-true.ts';
import type { ColumnType } from 'kysely';
import type { Json, MaybeTime, Time } from './columns.ts';

/** A question with its answer; `version` counts its changes. */
export type FaqEntryTable = {
  id: string;
  state: FaqEntryState;
  version: number;
  question: string;
  answer: string;
  /** How many people asked it. */
  asked: number;
  rests_on: Json<FaqSource>;
  statistic: ColumnType<string | null, never, never>;
  drafted_at: Time;
  decided_by: string | null;
  published_at: MaybeTime;
  ended_at: MaybeTime;
  reason: WithdrawnReason | null;
};

/** The messages it was found in; they go with their account. */
export type FaqEntryMessageTable = { entry_id: string; message_id: string };
