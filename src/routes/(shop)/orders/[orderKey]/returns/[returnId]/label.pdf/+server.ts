import { error } from '@sveltejs/kit';
import { returnLabelOf } from '#db/queries/return-shipments.ts';
import { labelPdf } from '#lib/server/label-pdf.ts';
import { openReturn } from '../open-return.ts';
import type { RequestHandler } from './$types';

/** The label to print: the carrier's own, or ours. */
export const GET: RequestHandler = async ({ params, locals: { shop } }) => {
  const { id, trackingNumber } = await openReturn(shop, params);
  const label = trackingNumber === null ? undefined : await returnLabelOf(shop.db, id);
  if (!label) error(409, 'Its label is being made. Wait a moment and load this again.');
  return new Response(label.pdf ?? (await labelPdf(label.facts)), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${trackingNumber}.pdf"`,
      'cache-control': 'private, no-store',
      // Browsers show a PDF with a viewer of their own, which is an object in a page with styles.
      'content-security-policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    }
  });
};
