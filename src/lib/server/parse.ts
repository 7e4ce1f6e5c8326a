import type * as z from 'zod';

export type FormProblems = { fields: Record<string, string>; values: Record<string, string> };
export type Parsed<T> = { data: T } | { problems: FormProblems };

/** Passwords, cards and the like are typed anew; everything else comes back into the form as it was typed. */
const NEVER_SENT_BACK = /password|secret|^card|^pin$/i;

/**
 * Reads a form once, at the edge. On a problem: one sentence for each field (those of the schema) and what was typed, so that
 * nothing is lost; what concerns the form as a whole has the empty name. A field sent several times arrives as a list; files are no text and are left out.
 */
export function parseForm<T>(schema: z.ZodType<T>, form: FormData): Parsed<T> {
  const read = schema.safeParse(fieldsOf(form));
  return read.success ? { data: read.data } : { problems: { fields: firstProblems(read.error), values: typed(form) } };
}

/** What a command refused concerns the form as a whole; what was typed stays. */
export function formProblem(message: string, values: Record<string, string> = {}): FormProblems {
  return { fields: { '': message }, values };
}

function fieldsOf(form: FormData): Record<string, string | string[]> {
  const names = new Set(form.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const all = form.getAll(name).filter((value) => typeof value === 'string');
      return [name, all.length === 1 && all[0] !== undefined ? all[0] : all];
    })
  );
}

function firstProblems(error: z.ZodError): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) problems[String(issue.path[0] ?? '')] ??= issue.message;
  return problems;
}

function typed(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !NEVER_SENT_BACK.test(entry[0]));
  return Object.fromEntries(texts);
}
