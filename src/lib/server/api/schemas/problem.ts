import * as z from 'zod';
import { waysOpen } from '#lib/commerce/policies/policy.ts';
import { refusalsOf } from '../endpoint.ts';
import { endpoints } from '../endpoints.ts';
import type { ProblemCode } from '../wording.ts';

/** Every code the API answers, in alphabetical order. */
export const problemCodes: readonly ProblemCode[] = [
  ...new Set<ProblemCode>([...endpoints.flatMap(refusalsOf), 'internal', 'method-not-allowed', 'not-found'])
].toSorted();

export const ProblemDocument = z
  .object({
    type: z.string().meta({ description: 'Where the code is explained.' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: 'What to do about it, in words.' }),
    code: z.enum(problemCodes).meta({ description: 'What programs should look at. Codes never change their meaning; new ones may come.' }),
    instance: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: 'Into the body, as in #/contact/email, or a query parameter, as in ?page.' }),
          message: z.string()
        })
      )
      .optional(),
    open: z.array(z.enum(waysOpen)).optional().meta({ description: 'Where a policy says no: what can be done instead.' })
  })
  .meta({ id: 'Problem' });
