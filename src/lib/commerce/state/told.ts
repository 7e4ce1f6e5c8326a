import type { CommerceEvent } from '../events.ts';

/** A fact at its own time. `rank` tells apart what was at one moment. */
export type Told = { at: string; rank: number; event: Body; isInferred: boolean };
type WithoutPlace<T> = T extends unknown ? Omit<T, 'topic' | 'version' | 'orderId'> : never;
export type OrderStreamEvent = Extract<CommerceEvent, { orderId: string; topic: string }>;
type Body = WithoutPlace<OrderStreamEvent>;
