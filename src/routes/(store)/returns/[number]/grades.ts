import * as z from 'zod';
import { dispositions } from '#lib/commerce/returns/return.machine.ts';
import type { Grade } from '#lib/commerce/returns/steps/grade.server.ts';

const Chosen = z.object({
  disposition: z.enum(dispositions),
  note: z.string().trim().max(300),
  isOther: z.boolean()
});

/** Fields `grade-UNIT`, `note-UNIT` and `other-UNIT`, for each of these units that was graded. */
export function gradesIn(form: FormData, unitIds: readonly string[]): Grade[] {
  return unitIds.flatMap((unitId) => {
    const read = Chosen.safeParse({
      disposition: form.get(`grade-${unitId}`),
      note: form.get(`note-${unitId}`) ?? '',
      isOther: form.has(`other-${unitId}`)
    });
    return read.success ? [{ unitId, ...read.data }] : [];
  });
}
