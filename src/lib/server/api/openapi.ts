import type * as z from 'zod';
import { EASYPOST_HEADER, SIGNATURE_HEADER } from '../webhook-signature.ts';
import { refusalsOf, type Endpoint, type Tag } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { problemOf } from './problem.ts';
import { ProblemDocument } from './schemas/problem.ts';
import { statusOf } from '../refusal-to-http.ts';
import type { ProblemCode } from './wording.ts';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; description?: string; schema: JsonSchema };
type Ref = { $ref: string };
type Content = Record<string, { schema: JsonSchema; example?: unknown; examples?: Record<string, { value: unknown }> }>;
type Answer = { description: string; headers?: Record<string, Ref>; content: Content };
export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: { bearer: [] }[];
  parameters: (Parameter | Ref)[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, Answer>;
};
export type OpenApi = {
  openapi: string;
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string }[];
  tags: { name: Tag; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; schema: JsonSchema }>;
    securitySchemes: { bearer: { type: 'http'; scheme: 'bearer'; description: string } };
  };
};

export const TAGS: Record<Tag, string> = {
  products: 'What is for sale.',
  stock: 'How many are free, where, and when one can be had.',
  stores: 'Where we are, and where a postcode lies.',
  carts: 'A cart is opened, filled and read by its key.',
  checkout: 'From a full cart to an order: who, where to, how, and done.',
  orders: 'An order is paid and followed by its key.',
  accounts:
    'Signing up and in, and what an account keeps. The token of a session is sent as a bearer token; orders and carts never need one.',
  staff:
    'What is done at a counter or a shelf: a device of one of our places and a PIN start a session, whose token is sent as a bearer token.',
  webhooks: 'What our bank, our carrier and whoever takes our mails in post to us, signed.'
};

const DESCRIPTION = [
  'Everything the shop’s own pages do, for programs. A guest goes from an empty cart to a paid order without a browser.',
  'Amounts are whole minor units of the currency beside them; times are ISO 8601 in UTC.',
  'Every POST takes an Idempotency-Key, and what creates something needs one: the same request with the same key is done once and answered the same.',
  'What is refused is an RFC 9457 problem document with a code.'
].join('\n\n');

let made: OpenApi | undefined;

/** The whole API as an OpenAPI 3.1 document, made once from the schemas that check the requests. */
export function openApi(): OpenApi {
  return (made ??= make());
}

function make(): OpenApi {
  const shapes = new Map<string, JsonSchema>();
  jsonSchemaOf(ProblemDocument, 'output', shapes);
  const paths: OpenApi['paths'] = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint, shapes) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'mez', version: '1', summary: 'The API of the shop', description: DESCRIPTION },
    servers: [{ url: '/api/v1' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name: name as Tag, description })),
    paths,
    components: {
      schemas: Object.fromEntries([...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      parameters: {
        IdempotencyKey: IDEMPOTENCY_KEY,
        IdempotencyKeyIfAny: KEY_IF_ANY,
        IdempotencyKeyUnused: KEY_UNUSED,
        Signature: SIGNATURE,
        EasyPostSignature: EASYPOST_SIGNATURE
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'The token that signing in answers. Keep it secret.' } },
      headers: {
        RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
        RequestId: { description: 'Name it when you ask us about this answer.', schema: { type: 'string', format: 'uuid' } }
      }
    }
  };
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: '1 to 200 printable ASCII characters, made before the first try and kept on every retry. A UUID is good.',
  schema: { type: 'string', pattern: '^[\\x20-\\x7e]{1,200}$' }
};
const KEY_IF_ANY: Parameter = {
  ...IDEMPOTENCY_KEY,
  required: false,
  description:
    'Not needed. The same request with the same one is done once and answered the same for a day; an answer that holds a secret, such as a token, ' +
    'for 15 minutes. Whoever is not signed in and has no key of a cart has the keys of their address.'
};
const KEY_UNUSED: Parameter = {
  ...IDEMPOTENCY_KEY,
  required: false,
  description: 'Taken, and changes nothing: sent again with or without one, this does no more than the first time.',
  schema: { type: 'string' }
};
const SIGNATURE: Parameter = {
  name: SIGNATURE_HEADER,
  in: 'header',
  required: true,
  description: '`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of "t.body" over the raw bytes with the shared secret, five minutes old at most.',
  schema: { type: 'string' }
};
const EASYPOST_SIGNATURE: Parameter = {
  name: EASYPOST_HEADER,
  in: 'header',
  required: true,
  description: '`hmac-sha256-hex=<hex>`: HMAC-SHA256 over the raw bytes with the secret of the webhook.',
  schema: { type: 'string' }
};

function operationOf(endpoint: Endpoint, shapes: Map<string, JsonSchema>): Operation {
  const { operationId, tag, summary, body, example } = endpoint;
  return {
    operationId,
    tags: [tag],
    summary,
    ...described(endpoint),
    ...(endpoint.signedIn && { security: [{ bearer: [] }] }),
    parameters: parametersOf(endpoint, shapes),
    ...(body && {
      requestBody: { required: true as const, content: jsonContent(jsonSchemaOf(body, 'input', shapes), example?.body) }
    }),
    responses: {
      [endpoint.status]: {
        description: 'Done.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } },
        content: jsonContent(jsonSchemaOf(endpoint.answer, 'output', shapes), example?.answer)
      },
      ...problemsOf(endpoint)
    }
  };
}

/** What it does, and what sending it again does where no key says so. */
function described({ description, again }: Endpoint): { description?: string } {
  const words = [description, again].filter((part) => part !== undefined).join(' ');
  return words === '' ? {} : { description: words };
}

const jsonContent = (schema: JsonSchema, example: unknown): Content => ({
  'application/json': { schema, ...(example !== undefined && { example }) }
});

function parametersOf({ params, query, signed, ...endpoint }: Endpoint, shapes: Map<string, JsonSchema>): Operation['parameters'] {
  return [
    ...namedParameters(params, 'path', shapes),
    ...(query ? namedParameters(query, 'query', shapes) : []),
    ...(endpoint.method === 'POST' ? [{ $ref: `#/components/parameters/${keyOf(endpoint)}` }] : []),
    ...(signed ? [{ $ref: `#/components/parameters/${signed === 'ours' ? 'Signature' : 'EasyPostSignature'}` }] : [])
  ];
}

function keyOf({ once, keyed }: Pick<Endpoint, 'once' | 'keyed'>): string {
  if (once) return 'IdempotencyKey';
  return keyed ? 'IdempotencyKeyIfAny' : 'IdempotencyKeyUnused';
}

function namedParameters(schema: z.ZodType, place: 'path' | 'query', shapes: Map<string, JsonSchema>): Parameter[] {
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input', shapes);
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: shape
  }));
}

/** Refusals by their status, each with an example as it would be answered. */
function problemsOf(endpoint: Endpoint): Record<string, Answer> {
  const codes: ProblemCode[] = [...refusalsOf(endpoint), 'internal'];
  const byStatus = Map.groupBy(codes, (code) => (code === 'internal' ? 500 : statusOf(code)));
  return Object.fromEntries([...byStatus].map(([status, some]) => [String(status), problemAnswer(endpoint, status, some)]));
}

function problemAnswer({ path }: Endpoint, status: number, codes: ProblemCode[]): Answer {
  const at = { origin: 'https://shop.example', pathname: `/api/v1${path}` };
  return {
    description: codes.join(', '),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(status === 429 && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } })
    },
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemOf({ code }, at) }]))
      }
    }
  };
}
