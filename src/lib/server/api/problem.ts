import type * as z from 'zod';
import type { WayOpen } from '#lib/commerce/policies/policy.ts';
import { statusOf } from '../refusal-to-http.ts';
import type { ApiAnswer } from './wire.ts';
import { detailOf, titleOf, type ProblemCode } from './wording.ts';

/** `pointer` is a JSON pointer into the body ("#/contact/email") or names a query parameter ("?page"). */
export type FieldError = { pointer: string; message: string };

/** RFC 9457, with the refusal's own code: programs read the code, people the detail. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  instance: string;
  errors?: FieldError[];
  open?: readonly WayOpen[];
};

/** `open`: what can be done instead. */
export type Wrong = {
  code: ProblemCode;
  detail?: string;
  errors?: FieldError[];
  open?: readonly WayOpen[];
  headers?: Record<string, string>;
};

const MOST_ERRORS = 20;
const PROBLEM_JSON = 'application/problem+json';

export function problemOf({ code, detail, errors, open = [] }: Wrong, at: { origin: string; pathname: string }): Problem {
  return {
    type: `${at.origin}/api#${code}`,
    title: titleOf(code),
    status: code === 'internal' ? 500 : statusOf(code),
    detail: detailOf(code, detail),
    code,
    instance: at.pathname,
    ...(errors && { errors }),
    ...(open.length > 0 && { open })
  };
}

export function problemAnswer(problem: Problem, headers: Record<string, string> = {}): ApiAnswer {
  // Nobody reads the rest of a body that is too large, so nothing else can come on that connection.
  const ending: Record<string, string> = problem.code === 'body-too-large' ? { connection: 'close' } : {};
  return {
    status: problem.status,
    headers: { 'content-type': PROBLEM_JSON, 'cache-control': 'no-store', ...ending, ...headers },
    body: JSON.stringify(problem)
  };
}

/** Where and what, twenty at most; of a field that does not belong there its own place, not that of what it stands in. */
export function errorsOf(error: z.ZodError, root: '#/' | '?'): FieldError[] {
  const all = error.issues.flatMap((issue): FieldError[] => {
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer(root, issue.path), message: issue.message }];
    return issue.keys.map((key) => ({ pointer: pointer(root, [...issue.path, key.slice(0, 80)]), message: 'is not known here' }));
  });
  return all.slice(0, MOST_ERRORS);
}

function pointer(root: string, path: PropertyKey[]): string {
  const escaped = path.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')));
  return root + escaped.join('/');
}
