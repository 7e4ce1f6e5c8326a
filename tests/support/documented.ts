import * as z from 'zod';
import type { JsonSchema } from '#lib/server/api/json-schema.ts';
import type { openApi } from '#lib/server/api/openapi.ts';

/** The answer as the document describes it, and nothing beside it: fields that nobody declared are found. */
export function documented(document: ReturnType<typeof openApi>, path: string, method: string, status: number): z.ZodType {
  const shape = document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content['application/json']?.schema;
  const closed = JSON.parse(JSON.stringify({ ...shape, $defs: document.components.schemas }), (_, value: JsonSchema) =>
    value?.properties ? { ...value, additionalProperties: false } : value
  ) as JsonSchema;
  return z.fromJSONSchema(JSON.parse(JSON.stringify(closed).replaceAll('#/components/schemas/', '#/$defs/')) as never);
}
