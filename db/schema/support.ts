import type { Generated } from 'kysely';
import type { Language } from '#lib/commerce/support/who.ts';
import type { Json, JsonGenerated, MaybeTime, Time } from './columns.ts';

/** Of an account, of one order or of nobody who is known. */
export type SupportThreadTable = {
  id: string;
  customer_id: string | null;
  order_id: string | null;
  /** Of nobody who is known: the browser in which it was begun. */
  session_seal: Generated<string | null>;
  /** The one that goes on wherever its shopper is. */
  is_current: Generated<boolean>;
  version: Generated<number>;
  /** One of us has the talk. */
  taken_by: Generated<string | null>;
  misses: Generated<number>;
  language: Generated<Language | null>;
  /** Up to which message of the shopper somebody has answered. */
  answered: Generated<number>;
  made_at: Time;
};

export type SupportMessageTable = {
  id: string;
  thread_id: string;
  author: 'shopper' | 'assistant' | 'staff';
  channel: 'chat' | 'kiosk' | 'email' | 'counter' | 'command';
  words: string;
  /** From 1, without gaps. */
  seq: number;
  /** The same one twice is one message. */
  key: string;
  said_by: Generated<string | null>;
  cards: JsonGenerated;
  /** What its facts rest on. */
  grounds: JsonGenerated;
  /** What was asked back, for whoever answers next. */
  waits: Json | null;
  at: Time;
};

export type SupportTurnTable = { thread_id: string; holder: string; until: Time };
/** `day`: as text. */
export type SupportUsageTable = { thread_id: string; day: string; tokens: number };

export type PendingActionTable = {
  id: string;
  thread_id: string;
  kind: string;
  order_id: string | null;
  /** As they were asked for, and what the command is told besides. */
  arguments: Json;
  plan: Json;
  arguments_hash: string;
  /** As it was shown. */
  effect: Json;
  amount_minor: number;
  currency: string;
  policy: Json | null;
  needs_staff: boolean;
  session_seal: string;
  state: 'waiting' | 'with_staff' | 'confirming' | 'done' | 'refused' | 'withdrawn' | 'expired';
  code: string | null;
  result: Json | null;
  proposed_at: Time;
  expires_at: Time;
  confirmed_at: MaybeTime;
  approved_by: string | null;
  ended_at: MaybeTime;
};

/** Only grows. */
export type SupportAuditTable = {
  id: Generated<number>;
  thread_id: string;
  action_id: string | null;
  who: Json;
  channel: string;
  tool: string;
  /** Without what says who somebody is, and without their words. */
  arguments: Json;
  decision: 'done' | 'refused' | 'needs_approval' | 'withdrawn';
  code: string | null;
  rule: Json | null;
  before: Json | null;
  after: Json | null;
  at: Time;
};

export type SupportTicketTable = {
  id: string;
  thread_id: string;
  order_id: string | null;
  state: 'open' | 'closed';
  about: string;
  summary: Json;
  opened_at: Time;
  closed_at: MaybeTime;
};
