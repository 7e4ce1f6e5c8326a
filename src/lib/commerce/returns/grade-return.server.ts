import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { gradeNow, type Grade } from './steps/grade.server.ts';
import { inReturn } from './steps/in-return.server.ts';

export type GradeReturn = { returnId: string; grades: readonly Grade[] };

/** What becomes of units of a return that is all here, at the actor's place. Refuses `forbidden`, `not-found`, `not-allowed`, `invalid`. */
export async function gradeReturn(shop: Shop, actor: Actor, input: GradeReturn): Promise<void> {
  const { nodeId } = atNode(actor, 'take-returns');
  await inReturn(shop, actor, input, async (turn) => gradeNow(turn, nodeId, input.grades));
}
