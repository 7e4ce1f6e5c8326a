import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { guide } from './guide.ts';
import type { JsonSchema } from './json-schema.ts';

const lines = (schema: JsonSchema) => fieldsOf(schema).map(({ name, type }) => `${name}: ${type}`);

test('a shape is told line by line, what stands in it by its path', () => {
  const schema: JsonSchema = {
    properties: {
      name: { type: 'string' },
      at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
      lines: { type: 'array', items: { properties: { id: { type: 'string', format: 'uuid' }, of: { $ref: '#/components/schemas/Cart' } } } }
    }
  };
  expect(lines(schema)).toEqual(['name: text', 'at: time or null', 'lines: list of object', 'lines[].id: id', 'lines[].of: Cart']);
});

test('shapes that one word tells apart are told apart by that word', () => {
  const open = { properties: { open: { const: true }, costMinor: { type: 'integer' } } };
  const closed = { properties: { open: { const: false }, reason: { enum: ['sold-out', 'no-service'] } } };
  expect(lines({ properties: { bring: { oneOf: [open, closed] } } })).toEqual([
    'bring: one of these',
    'bring.(open: true) open: true',
    'bring.(open: true) costMinor: whole number',
    'bring.(open: false) open: false',
    'bring.(open: false) reason: sold-out, no-service'
  ]);
});

test('limits are said in words', () => {
  const [field] = fieldsOf({ properties: { quantity: { type: 'integer', minimum: 1, maximum: 99, description: 'How many.' } } });
  expect(field).toMatchObject({ note: 'How many. At least 1, at most 99.', isRequired: false });
});

test('the guide has a table for every shape that it names, an explanation for every code, and no field without a type', () => {
  const { subjects, walk, shapes, codes } = guide();
  const entries = subjects.flatMap((subject) => subject.entries);
  const fields = [
    ...entries.flatMap(({ parameters, body, answer }) => [...parameters, ...body, ...answer.fields]),
    ...shapes.flatMap((one) => one.fields)
  ];
  const named = new Set(fields.flatMap(({ shape }) => shape ?? []));
  for (const name of named) expect(shapes.map((shape) => shape.name)).toContain(name);
  for (const { type } of fields) expect(type).not.toMatch(/undefined|^$/);
  for (const code of entries.flatMap(({ refusals }) => refusals)) expect(codes.map((one) => one.code)).toContain(code);
  expect(walk.map(({ command }) => command).join('\n')).toContain('ORDER=$(curl -s -X POST');
  expect(walk).toHaveLength(9);
});

test('the commands for the shell are whole', () => {
  for (const { curl } of guide().subjects.flatMap(({ entries }) => entries)) {
    expect(curl).toMatch(/^curl .*"\$SHOP\/[^{}"]+"/);
    expect(curl).not.toContain('undefined');
  }
});
