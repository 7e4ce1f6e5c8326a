import type { Address, Contact } from '#lib/commerce/cart/cart.ts';

/** Who buys in every benchmark. */
export const contact: Contact = { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '+919800000000' };
export const address: Address = {
  line1: '12 Example Street',
  line2: '',
  city: 'Bengaluru',
  state: 'Karnataka',
  postcode: '560038',
  country: 'IN'
};

/** The place everything is sent from: one that has all of it. */
export const FROM = { nodeId: 'blr-hoskote', nodeName: 'Hoskote warehouse' };
