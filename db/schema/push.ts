import type { Generated } from 'kysely';
import type { MaybeTime, Time } from './columns.ts';

export type PushSubscriptionTable = {
  id: string;
  order_id: string;
  /** An address of the browser's maker: whoever has it and the two keys may push there. */
  endpoint: string;
  p256dh: string;
  auth: string;
  made_at: Time;
  /** The browser took it back, as its maker says. */
  gone_at: MaybeTime;
};

export type PushMessageTable = {
  id: string;
  notice_id: string;
  subscription_id: string;
  state: Generated<'due' | 'sent' | 'gone'>;
  tries: Generated<number>;
  /** Somebody is sending it; after that somebody else may. */
  taken_until: MaybeTime;
  ended_at: MaybeTime;
};
