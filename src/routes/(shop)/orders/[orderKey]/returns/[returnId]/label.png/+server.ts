import { error } from '@sveltejs/kit';
import { labelPng } from '#lib/server/return-label.ts';
import { openReturn } from '../open-return.ts';
import type { RequestHandler } from './$types';

/** Shown to the carrier instead of a printed label. */
export const GET: RequestHandler = async ({ params, locals: { shop } }) => {
  const { trackingNumber } = await openReturn(shop, params);
  if (trackingNumber === null) error(409, 'Its label is being made. Wait a moment and load this again.');
  return new Response(await labelPng(trackingNumber), {
    headers: {
      'content-type': 'image/png',
      'content-disposition': `inline; filename="${trackingNumber}.png"`,
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'"
    }
  });
};
