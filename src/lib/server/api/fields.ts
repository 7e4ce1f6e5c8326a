import { COMPONENTS, type JsonSchema } from './json-schema.ts';

/** One line of a table that describes a shape. `shape` names the table of its own that the type has. */
export type Field = { name: string; type: string; shape: string | undefined; isRequired: boolean; note: string };

/** A shape as the lines of a table, what stands in it by its path: `lines[].quantity`. Shapes with a name are only named. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  if (schema.oneOf) return schema.oneOf.flatMap((one) => fieldsOf(one, prefix + condition(one)));
  if (schema.anyOf) return schema.anyOf.flatMap((one) => fieldsOf(one, prefix));
  if (schema.items) return fieldsOf(schema.items, `${prefix.replace(/\.$/, '')}[].`);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    fieldOf(prefix + key, value, (schema.required ?? []).includes(key)),
    ...fieldsOf(value, `${prefix}${key}.`)
  ]);
}

function fieldOf(name: string, schema: JsonSchema, isRequired: boolean): Field {
  return { name, type: typeOf(schema), shape: shapeOf(schema), isRequired, note: noteOf(schema) };
}

/** Of shapes that one word tells apart: "when open is true". */
function condition({ properties = {} }: JsonSchema): string {
  const told = Object.entries(properties).find(([, value]) => value.const !== undefined);
  return told ? `(${told[0]}: ${String(told[1].const)}) ` : '';
}

const FORMATS: Record<string, string> = { 'date-time': 'time', date: 'day', email: 'e-mail address', uuid: 'id' };
const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null'
};

function typeOf(schema: JsonSchema): string {
  const name = nameOf(schema);
  if (name) return name;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.oneOf) return 'one of these';
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(', ');
  if (schema.format) return FORMATS[schema.format] ?? schema.format;
  return [schema.type ?? 'object']
    .flat()
    .map((type) => TYPES[type] ?? type)
    .join(' or ');
}

/** The table of its own that a type has, also within a list or beside null. */
function shapeOf(schema: JsonSchema): string | undefined {
  return nameOf(schema) ?? [schema.items, ...(schema.anyOf ?? [])].flatMap((one) => (one && shapeOf(one)) ?? [])[0];
}

const nameOf = ({ $ref }: JsonSchema): string | undefined => $ref?.slice(COMPONENTS.length);

function noteOf({ description, minimum, maximum, maxLength, maxItems, default: usual }: JsonSchema): string {
  const limits = [
    minimum !== undefined && minimum > 0 && `at least ${minimum}`,
    maximum !== undefined && maximum < 1_000_000 && `at most ${maximum}`,
    maxLength !== undefined && `up to ${maxLength} characters`,
    maxItems !== undefined && `up to ${maxItems}`,
    usual !== undefined && usual !== '' && `else ${JSON.stringify(usual)}`
  ].filter((limit) => typeof limit === 'string');
  const bounds = limits.join(', ');
  return [description, bounds && `${bounds.charAt(0).toUpperCase()}${bounds.slice(1)}.`].filter(Boolean).join(' ');
}
