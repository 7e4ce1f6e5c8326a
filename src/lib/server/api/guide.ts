import { statusOf } from '../refusal-to-http.ts';
import { curlOf } from './curl.ts';
import { refusalsOf, type Endpoint, type Tag } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { fieldsOf, type Field } from './fields.ts';
import { COMPONENTS, type JsonSchema } from './json-schema.ts';
import { openApi, TAGS, type Operation } from './openapi.ts';
import { problemCodes } from './schemas/problem.ts';
import { detailOf, titleOf } from './wording.ts';

type Shape = { name: string; fields: Field[] };
export type Entry = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  curl: string;
  /** Undefined for what is no POST. */
  key: 'needed' | 'if any' | 'unused' | undefined;
  needsToken: boolean;
  parameters: Field[];
  body: Field[];
  /** Named when the answer is a shape with a table of its own. */
  answer: { status: number; shape: string | undefined; fields: Field[] };
  refusals: string[];
};
export type Guide = {
  subjects: { tag: Tag; name: string; about: string; entries: Entry[] }[];
  /** From finding a thing to following its parcel, in order. */
  walk: { id: string; summary: string; command: string }[];
  shapes: Shape[];
  codes: { code: string; status: number; title: string; detail: string }[];
};

/** Each step, and what of its answer the next ones need: the variable of the shell and where it stands. */
const WALK: [id: string, keeps?: [variable: string, from: string]][] = [
  ['listProducts', ['VARIANT', '.products[0].variantIds[0]']],
  ['openCart', ['CART', '.cartKey']],
  ['addToCart'],
  ['giveDetails'],
  ['quoteCart'],
  ['chooseDelivery', ['VERSION', '.version']],
  ['placeOrder', ['ORDER', '.orderKey']],
  ['payOrder'],
  ['trackOrder']
];

let made: Guide | undefined;

/** The document of the API for people: made once, from the document for programs. */
export function guide(): Guide {
  return (made ??= make());
}

function make(): Guide {
  const entries = endpoints.map((endpoint) => ({ tag: endpoint.tag, entry: entryOf(endpoint) }));
  return {
    subjects: Object.entries(TAGS).map(([tag, about]) => ({
      tag: tag as Tag,
      name: titleOf(tag),
      about,
      entries: entries.filter((one) => one.tag === tag).map(({ entry }) => entry)
    })),
    walk: WALK.flatMap(([id, keeps]) => entries.filter(({ entry }) => entry.id === id).map(({ entry }) => stepOf(entry, keeps))),
    shapes: Object.entries(openApi().components.schemas).map(([name, schema]) => ({ name, fields: fieldsOf(schema) })),
    codes: problemCodes.map((code) => ({
      code,
      status: code === 'internal' ? 500 : statusOf(code),
      title: titleOf(code),
      detail: detailOf(code)
    }))
  };
}

function stepOf({ id, summary, curl }: Entry, keeps: [string, string] | undefined): Guide['walk'][number] {
  const quiet = curl.replace('curl', 'curl -s');
  return { id, summary, command: keeps ? `${keeps[0]}=$(${quiet} | jq -r '${keeps[1]}')` : quiet };
}

function shapesOf(operation: Operation | undefined, status: number): { answer: JsonSchema; body: JsonSchema | undefined } {
  const answer = operation?.responses[status]?.content['application/json']?.schema ?? {};
  return { answer, body: operation?.requestBody?.content['application/json']?.schema };
}

function entryOf(endpoint: Endpoint): Entry {
  const { operationId, method, path, summary, status } = endpoint;
  const operation = openApi().paths[path]?.[method.toLowerCase()];
  const { answer, body } = shapesOf(operation, status);
  return {
    id: operationId,
    method,
    path,
    summary,
    description: operation?.description ?? '',
    curl: curlOf(endpoint),
    key: keyOf(endpoint),
    needsToken: endpoint.signedIn !== undefined,
    parameters: parametersOf(operation),
    body: body ? fieldsOf(body) : [],
    answer: { status, shape: answer.$ref?.slice(COMPONENTS.length), fields: fieldsOf(answer) },
    refusals: refusalsOf(endpoint)
  };
}

function keyOf({ method, once, keyed }: Endpoint): Entry['key'] {
  if (method !== 'POST') return undefined;
  if (once) return 'needed';
  return keyed ? 'if any' : 'unused';
}

function parametersOf(operation: Operation | undefined): Field[] {
  const named = (operation?.parameters ?? []).flatMap((one) => ('in' in one ? [one] : []));
  const properties = named.map(({ name, schema, description }): [string, JsonSchema] => [
    name,
    { ...schema, ...(description !== undefined && { description }) }
  ]);
  const required = named.filter((one) => one.required).map(({ name }) => name);
  return fieldsOf({ properties: Object.fromEntries(properties), required });
}
