import { fail, type RequestEvent } from '@sveltejs/kit';
import { formProblem } from '#lib/server/parse.ts';
import type { HttpRefusal } from '#lib/server/refusal-to-http.ts';

/** A refusal beside the field that it is about, or over the form; a browser that came too often is told when to come back. */
export function refusedForm(
  { setHeaders }: Pick<RequestEvent, 'setHeaders'>,
  { status, code, detail, message }: HttpRefusal,
  values: Record<string, string> = {}
) {
  if (status === 429) setHeaders({ 'retry-after': detail });
  if (code === 'password-weak') return fail(status, { fields: { password: message }, values });
  return fail(status, formProblem(message, values));
}
