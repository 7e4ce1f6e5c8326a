import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { statusOf } from '../refusal-to-http.ts';

export type FieldError = { pointer: string; message: string };

/** RFC 9457, with the refusal's own code: programs read the code, people the detail. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: RefusalCode | 'internal';
  instance: string;
  errors?: FieldError[];
};

const PROBLEM_JSON = 'application/problem+json';

export function problemOf(code: RefusalCode, detail: string | undefined, more: { instance: string; errors?: FieldError[] }): Problem {
  const status = statusOf(code);
  return { type: `/api#${code}`, title: titleOf(code), status, detail: sentenceFor(code, detail), code, ...more };
}

export function internalProblem(instance: string): Problem {
  const detail = 'Something went wrong on our side. Try again with the same Idempotency-Key; nothing is done twice.';
  return { type: '/api#internal', title: 'Internal error', status: 500, detail, code: 'internal', instance };
}

export function asResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify(problem);
  return new Response(body, { status: problem.status, headers: { 'content-type': PROBLEM_JSON, 'cache-control': 'no-store', ...headers } });
}

/** `out-of-stock` becomes `Out of stock`. */
function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
