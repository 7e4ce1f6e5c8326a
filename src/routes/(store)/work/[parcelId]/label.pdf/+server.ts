import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { carrierPdfOf } from '#db/queries/carrier-labels.ts';
import { labelOf } from '#db/queries/labels.ts';
import { GONE, hasLabel, isAtWork, labelCode } from '#lib/commerce/store-work/label.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { labelPdf } from '#lib/server/label-pdf.ts';
import { allowed } from '../../../refused.ts';
import type { RequestHandler } from './$types';

/** The label of a parcel that was packed here, to be printed and stuck on it. */
export const GET: RequestHandler = async ({ params, locals: { shop, actor } }) => {
  const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
  const label = z.uuid().safeParse(params.parcelId).success ? await labelOf(shop.db, params.parcelId) : undefined;
  if (label?.nodeId !== nodeId) error(404, { message: 'That parcel is not here. It may have gone to another place.' });
  if (!hasLabel(label.state)) error(409, { message: isAtWork(label.state) ? 'Close the parcel first. Then it gets its label.' : GONE });
  // A carrier that prints its own reads no other. A parcel still without it has ours, so that nobody mixes it up meanwhile.
  return new Response((await carrierPdfOf(shop.db, params.parcelId)) ?? (await labelPdf(label)), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${labelCode(label)}.pdf"`,
      'cache-control': 'private, no-store',
      // Browsers show a PDF with a viewer of their own, which is an object in a page with styles.
      'content-security-policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    }
  });
};
