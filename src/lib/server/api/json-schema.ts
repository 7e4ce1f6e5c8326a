import * as z from 'zod';

/** As much of JSON Schema as our shapes use. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
};

export const COMPONENTS = '#/components/schemas/';
/** What a format says already, and what no number can be. */
const SAID = new Set(['date-time', 'date', 'email', 'uuid']);

/** One of our schemas in the words of JSON Schema 2020-12; the named ones in it go to `components`. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', components: Map<string, JsonSchema>): JsonSchema {
  const made = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => plain(jsonSchema as JsonSchema, io) });
  const {
    $schema: _,
    $defs,
    ...own
  } = JSON.parse(JSON.stringify(made).replaceAll('#/$defs/', COMPONENTS)) as JsonSchema & {
    $schema?: string;
    $defs?: Record<string, JsonSchema>;
  };
  for (const [name, shape] of Object.entries($defs ?? {})) components.set(name, shape);
  return own;
}

function plain(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.format && SAID.has(schema.format)) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // Answers may gain fields; whoever reads them must not mind.
  if (io === 'output') delete schema.additionalProperties;
}
