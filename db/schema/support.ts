import type { TicketState } from '#lib/commerce/support/ticket.machine.ts';
import type { TicketAbout, TicketPriority } from '#lib/commerce/support/ticket.ts';
import type { Language } from '#lib/commerce/support/who.ts';
import type { Generated, GeneratedAlways } from 'kysely';
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
  /** News is told elsewhere only. */
  is_quiet: Generated<boolean>;
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
  /** Of guests: the browser in which it was said. */
  session_seal: Generated<string | null>;
  at: Time;
};

/** Of a model of somebody else's that does not answer; `rests_until` is null while it is asked all the same. */
export type FailingModelTable = { name: string; failures: number; since: Time; why: string; rests_until: MaybeTime };

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
  /** Why one of us said no. */
  reason: Generated<string>;
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
  return_id: Generated<string | null>;
  /** What went wrong with the return, when that opened it. */
  issue_id: Generated<string | null>;
  state: TicketState;
  about: TicketAbout;
  priority: Generated<TicketPriority>;
  summary: Json;
  assignee_id: Generated<string | null>;
  opened_at: Time;
  first_due_at: Time;
  solve_due_at: Time;
  /** Of both the one that counts now; "infinity" while nobody is late. */
  next_due_at: GeneratedAlways<Date>;
  first_answered_at: MaybeTime;
  waiting_since: MaybeTime;
  waited_seconds: Generated<number>;
  /** When it was opened, or opened again. */
  clock_from: Time;
  /** Of the opening hours since then: how many seconds its shopper had the word. */
  clock_waited: Generated<number>;
  /** Of the opening hours: until the first answer, and since `clock_from` until it was solved. */
  first_service_seconds: Generated<number | null>;
  solve_service_seconds: Generated<number | null>;
  closed_at: MaybeTime;
  /** What its shopper thinks of how it went. */
  stars: Generated<number | null>;
  stars_words: Generated<string>;
  stars_at: MaybeTime;
};

/** How soon, and when somebody is there; the newest is in force. */
export type SupportTermsTable = { version: number; hours: Json; levels: Json; changed_by: string | null; changed_at: Time };

/** What we say to each other; `written_by` is null for the house itself. */
export type SupportNoteTable = { id: string; ticket_id: string; words: string; written_by: string | null; at: Time };

/** What is often said. */
export type SupportAnswerTable = {
  id: string;
  title: string;
  words: string;
  version: Generated<number>;
  changed_by: string | null;
  changed_at: Time;
  ended_at: MaybeTime;
};
