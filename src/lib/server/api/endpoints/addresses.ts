import * as z from 'zod';
import { addressesOf } from '#db/queries/customer-addresses.ts';
import { theCustomer } from '#lib/commerce/customers/customer.ts';
import { keepAddress, removeAddress } from '#lib/commerce/customers/keep-address.server.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { knownPostcode } from '../known-postcode.ts';
import { KeptAddress } from '../schemas/account.ts';
import { Address } from '../schemas/cart.ts';
import { Id, Nothing } from '../schemas.ts';

const OfAddress = z.object({ addressId: Id });
const Given = z.strictObject({ address: Address, isDefault: z.boolean().default(false) });
const EXAMPLE = {
  address: { line1: '12 Example Street', city: 'Bengaluru', state: 'Karnataka', postcode: '560038' },
  isDefault: true
};

export const addressEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/account/addresses',
    operationId: 'listAddresses',
    tag: 'accounts',
    summary: 'The addresses of this account',
    params: Nothing,
    status: 200,
    answer: z.object({ addresses: z.array(KeptAddress) }),
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor) {
      const kept = await addressesOf(shop.db, theCustomer(actor));
      return { addresses: kept.map(({ id: addressId, ...address }) => ({ addressId, ...address })) };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/account/addresses',
    operationId: 'keepAddress',
    tag: 'accounts',
    summary: 'Keep another address',
    description: 'The first one is the default, and stays it until another is.',
    params: Nothing,
    body: Given,
    status: 201,
    answer: z.object({ addressId: Id }),
    refusals: ['addresses-full', 'unknown-postcode'],
    once: true,
    signedIn: 'yes',
    example: { body: EXAMPLE },
    async run(shop, actor, { body, key }) {
      const { code: postcode } = await knownPostcode(shop, body.address.postcode);
      const { id } = await keepAddress(shop, actor, { address: { ...body.address, postcode }, isDefault: body.isDefault, key });
      return { addressId: id };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/account/addresses/{addressId}',
    operationId: 'changeAddress',
    tag: 'accounts',
    summary: 'Change an address',
    params: OfAddress,
    body: Given,
    status: 200,
    answer: z.object({ addressId: Id }),
    refusals: ['unknown-postcode'],
    signedIn: 'yes',
    example: { body: EXAMPLE },
    async run(shop, actor, { params, body }) {
      const { code: postcode } = await knownPostcode(shop, body.address.postcode);
      const address = { ...body.address, postcode };
      const { id } = await keepAddress(shop, actor, { id: params.addressId, address, isDefault: body.isDefault });
      return { addressId: id };
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/addresses/{addressId}',
    operationId: 'removeAddress',
    tag: 'accounts',
    summary: 'Forget an address',
    params: OfAddress,
    status: 200,
    answer: Nothing,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { params }) {
      await removeAddress(shop, actor, { id: params.addressId });
      return {};
    }
  })
];
