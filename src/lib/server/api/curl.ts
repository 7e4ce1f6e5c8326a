import type { Endpoint } from './endpoint.ts';

/** What stands in the shell for what varies in a path. */
const VARIABLES: Record<string, string> = {
  cartKey: '$CART',
  orderKey: '$ORDER',
  lineId: '$LINE',
  variantId: '$VARIANT',
  handle: 'cushion',
  postcode: '560038'
};

/** The endpoint as a command for the shell; `$SHOP` is the address of the API. */
export function curlOf({ method, path, once, signed, signedIn, body, example }: Endpoint): string {
  const way = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VARIABLES[name] ?? `$${name}`);
  const query = example?.query === undefined ? '' : `?${example.query}`;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$SHOP${way}${query}"`,
    ...(signedIn ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...(once ? ['-H "idempotency-key: $(uuidgen)"'] : []),
    ...(signed === 'ours' ? ['-H "throughline-signature: t=$T,v1=$HMAC"'] : []),
    ...(body ? ['-H "content-type: application/json"', `-d '${withVariables(JSON.stringify(example?.body))}'`] : [])
  ];
  return lines.join(' \\\n  ');
}

/** Ids and versions of the example stand for those that came before: the quotes open so that the shell puts them in. */
function withVariables(json: string): string {
  return json.replaceAll(/"variantId":"[^"]+"/g, `"variantId":"'$VARIANT'"`).replaceAll(/"version":\d+/g, `"version":'$VERSION'`);
}
