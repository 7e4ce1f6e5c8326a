import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { slipOf } from '#db/queries/guest-orders.ts';
import { labelOf } from '#db/queries/labels.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { slipPdf } from '#lib/server/slip-pdf.ts';
import { allowed } from '../../../refused.ts';
import type { RequestHandler } from './$types';

/** What lies in a parcel of this place, to be laid into it: its code opens the return of it. */
export const GET: RequestHandler = async ({ params: { parcelId }, locals: { shop, actor } }) => {
  const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
  const label = z.uuid().safeParse(parcelId).success ? await labelOf(shop.db, parcelId) : undefined;
  const slip = label?.nodeId === nodeId ? await slipOf(shop.db, parcelId) : undefined;
  if (!slip) error(404, { message: 'That parcel is not here. It may have gone to another place.' });
  const address = `${shop.origin}/slip/${shop.keys.make('slip', parcelId)}`;
  return new Response(await slipPdf({ ...slip, address }), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${slip.number}-slip.pdf"`,
      'cache-control': 'private, no-store',
      // Browsers show a PDF with a viewer of their own, which is an object in a page with styles.
      'content-security-policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    }
  });
};
