import { expect, test } from 'vitest';
import * as z from 'zod';
import { refusalsOf } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { COMPONENTS, type JsonSchema } from './json-schema.ts';
import { openApi } from './openapi.ts';
import { problemCodes } from './schemas/problem.ts';

const document = JSON.parse(JSON.stringify(openApi())) as ReturnType<typeof openApi>;

// What OpenAPI 3.1 and JSON Schema 2020-12 ask of the parts we use, written down apart from what makes them.
const Name = z.string().regex(/^[A-Za-z0-9._-]+$/);
const Ref = z.strictObject({ $ref: z.string().startsWith('#/components/') });
const Type = z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']);
const Count = z.number().int().min(0);
const Schema: z.ZodType = z.lazy(() =>
  z.strictObject({
    $ref: z.string().startsWith(COMPONENTS).optional(),
    type: z.union([Type, z.array(Type).min(2)]).optional(),
    format: z.enum(['uuid', 'date-time', 'date', 'email']).optional(),
    description: z.string().min(1).optional(),
    default: z.unknown().optional(),
    enum: z.array(z.unknown()).min(1).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).min(1).optional(),
    oneOf: z.array(Schema).min(1).optional(),
    allOf: z.array(Schema).min(1).optional(),
    pattern: z.string().refine(isRegExp).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    minLength: Count.optional(),
    maxLength: Count.optional(),
    minItems: Count.optional(),
    maxItems: Count.optional()
  })
);
const Media = z.strictObject({
  schema: Schema,
  example: z.unknown().optional(),
  examples: z.record(Name, z.strictObject({ value: z.unknown() })).optional()
});
const Content = z.record(z.enum(['application/json', 'application/problem+json']), Media.optional());
const Response = z.strictObject({ description: z.string().min(1), headers: z.record(Name, Ref).optional(), content: Content });
const Parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  description: z.string().optional(),
  schema: Schema
});
const Operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  security: z.tuple([z.strictObject({ bearer: z.tuple([]) })]).optional(),
  parameters: z.array(z.union([Parameter, Ref])),
  requestBody: z.strictObject({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), Response)
});
const Methods = z.partialRecord(z.enum(['get', 'put', 'post', 'delete']), Operation);
const Document = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string().min(1), version: z.string().min(1), summary: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string().min(1) })).min(1),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(z.string().regex(/^(\/([a-z-]+|\{[A-Za-z]+\}))+$/), Methods),
  components: z.strictObject({
    schemas: z.record(Name, Schema),
    parameters: z.record(Name, Parameter),
    headers: z.record(Name, z.strictObject({ description: z.string(), schema: Schema })),
    securitySchemes: z.record(Name, z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), description: z.string() }))
  })
});

function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
);

test('the document is built as OpenAPI 3.1 and JSON Schema 2020-12 ask', () => {
  expect(Document.safeParse(document).error?.issues ?? []).toEqual([]);
});

test('every reference in it leads somewhere, and every named shape is used', () => {
  const text = JSON.stringify(document);
  const refs = new Set([...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind}/${name}`));
  // A security scheme is named by its key alone.
  const { securitySchemes: _, ...parts } = document.components;
  const there = Object.entries(parts).flatMap(([kind, some]) => Object.keys(some).map((name) => `${kind}/${name}`));
  expect([...refs].toSorted()).toEqual(there.toSorted());
});

test('each name in a path is a required parameter, and each operation has a name of its own', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = operation.parameters.filter((one) => 'in' in one && one.in === 'path') as { name: string; required: boolean }[];
    expect(parameters.map(({ name }) => name)).toEqual(named);
    expect(parameters.every(({ required }) => required)).toBe(true);
  }
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(operations).toHaveLength(endpoints.length);
});

test('every code an endpoint may refuse with is documented under its status, with an example of that status', () => {
  for (const endpoint of endpoints) {
    const { responses } = document.paths[endpoint.path]![endpoint.method.toLowerCase()]!;
    const documented = Object.entries(responses).flatMap(([status, { content }]) =>
      Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { value }]) => ({
        code,
        status: Number(status),
        example: value
      }))
    );
    expect(documented.map(({ code }) => code).toSorted()).toEqual([...refusalsOf(endpoint), 'internal'].toSorted());
    for (const { code, status, example } of documented) expect(example).toMatchObject({ code, status });
  }
  expect(problemCodes).toContain('internal');
});

test('every POST takes an Idempotency-Key: what creates something needs one, and every other says what happens when it is sent again without', () => {
  for (const { operation, method } of operations) {
    const refs = operation.parameters.map((one) => ('$ref' in one ? one.$ref.split('/').at(-1)! : ''));
    const keys = refs.filter((name) => name.startsWith('IdempotencyKey'));
    const { once, again, keyed, signed } = endpoints.find(({ operationId }) => operationId === operation.operationId)!;
    expect(refs.some((name) => name.endsWith('Signature'))).toBe(signed !== undefined);
    if (method !== 'post') expect([keys, once, again, keyed]).toEqual([[], undefined, undefined, undefined]);
    else if (once) expect([keys, again, keyed]).toEqual([['IdempotencyKey'], undefined, undefined]);
    else expect([keys, operation.description?.endsWith(again!)]).toEqual([[keyed ? 'IdempotencyKeyIfAny' : 'IdempotencyKeyUnused'], true]);
  }
});

test('every body that is taken has an example, and the examples are what the endpoints take and give', () => {
  for (const { operationId, body, answer, query, example } of endpoints) {
    if (body) expect(body.safeParse(example?.body).error?.issues ?? [], operationId).toEqual([]);
    if (example?.query !== undefined) {
      const asked = Object.fromEntries(new URLSearchParams(example.query));
      expect(query?.safeParse(asked).error?.issues ?? [], operationId).toEqual([]);
    }
    if (example?.answer !== undefined) expect(answer.parse(example.answer), operationId).toEqual(example.answer);
  }
});

test('bodies that are taken are closed: a field that is not known is refused', () => {
  const open = endpoints
    .filter(({ body, signed }) => body && !signed)
    .filter(({ body }) => {
      const example = { ...(endpoints.find((one) => one.body === body)?.example?.body as object), notKnown: 1 };
      return body?.safeParse(example).success;
    });
  expect(open.map(({ operationId }) => operationId)).toEqual([]);
});

test('states are published as they are in the charts', () => {
  const { Order, Cart } = document.components.schemas as Record<string, JsonSchema>;
  expect(Order!.properties!['life']!.enum).toContain('confirmed');
  expect(Cart!.properties!['state']!.enum).toContain('checkout');
});
