import * as z from 'zod';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { Operations } from '#lib/commerce/cart/operations-schema.ts';
import { answering, type Live } from '../answering.ts';

const Asked = z.strictObject({ cartKey: z.string().max(100), operations: Operations });

/** Changes of a cart by the same command as everywhere; the actor is the one of the connection. */
export function cartApply({ shop, socket }: Live): void {
  socket.on(
    'cart.apply',
    answering(shop, Asked, async (input) => applyOperations(shop, socket.data.actor, input))
  );
}
