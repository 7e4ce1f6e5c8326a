import type { PostalAddress } from '#lib/commerce/fulfilment/carrier.ts';

export const addressOf = ({ line1, line2, postcode, ...rest }: PostalAddress) => ({
  ...rest,
  street1: line1,
  street2: line2,
  zip: postcode
});
