import { tool } from 'langchain';
import * as z from 'zod';
import { tools } from '../tools/all-tools.ts';

/** The tools as a model is told of them. What is called goes through the door and never reaches these functions. */
let made: ReturnType<typeof makeTools> | undefined;
export const toolsForModels = (): ReturnType<typeof makeTools> => (made ??= makeTools());

const makeTools = () =>
  tools.map(({ name, about, schema }) =>
    tool(
      () => {
        throw new Error(`${name} was called past the door`);
      },
      { name, description: about, schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown> }
    )
  );
