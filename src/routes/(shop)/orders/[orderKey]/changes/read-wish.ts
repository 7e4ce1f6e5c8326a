import type * as z from 'zod';
import { Wish } from '#lib/commerce/order-change/wish-schema.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';

/** What the form says, whether it only asks what would happen (its address) or confirms that. */
export function readWish(fields: URLSearchParams | FormData): { wish: ChangeWish } | { problem: string } {
  const read = Wish.safeParse(asked(fields));
  return read.success ? { wish: read.data } : { problem: firstOf(read.error) };
}

function asked(fields: URLSearchParams | FormData): unknown {
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  switch (text('what')) {
    case 'cancel':
      return { kind: 'cancel', reason: text('reason'), units: unitsOf(fields) };
    case 'swap': {
      const [orderLineId = '', toVariantId = ''] = text('to').split(' ');
      return { kind: 'swap', orderLineId, toVariantId, quantity: Number(text('quantity')), method: text('method') || 'upi' };
    }
    case 'payment':
      return { kind: 'payment', method: text('method') };
    case 'address': {
      const [name, phone, line1, line2, postcode] = ['name', 'phone', 'line1', 'line2', 'postcode'].map(text);
      return { kind: 'address', name, phone, line1, line2, postcode: postcode?.replaceAll(/\s/g, '') };
    }
    default:
      return { kind: 'note', note: text('note') };
  }
}

/** One field for each line: `units-ID`; what is left at none is not asked. */
const unitsOf = (fields: URLSearchParams | FormData) =>
  [...fields]
    .filter(([name, value]) => name.startsWith('units-') && Number(value) !== 0)
    .map(([name, value]) => ({ orderLineId: name.slice('units-'.length), quantity: Number(value) }));

const firstOf = (error: z.ZodError): string => error.issues[0]?.message ?? 'Look at it again.';
