import type { Fact } from '#lib/kernel/fact.ts';

/** A place in the queue for the last units of a variant, to be collected at `nodeId` or, without one, to be brought. */
type OfPlace<Type extends string> = Fact<Type, { placeId: string; variantId: string; nodeId: string | null }>;

export type QueueEvent = OfPlace<'queue.joined'> | OfPlace<'queue.offered'> | OfPlace<'queue.left'> | OfPlace<'queue.lapsed'>;
