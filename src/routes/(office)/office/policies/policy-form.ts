import { policyFieldPaths, policyFields, type PolicyField, type PolicyFieldPath } from '#lib/commerce/policies/policy-fields.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';

/** A profile as people type it: money in rupees, a list as its ticked words, one row more than there is of each kind. */
export type PolicyText = {
  fields: Partial<Record<PolicyFieldPath, string | string[]>>;
  triggers: { bound: string; trigger: string }[];
  keeps: { reasons: string; below: string; percent: string }[];
  categories: { category: string; days: string }[];
};

const MINOR = 100;

export function policyText(terms: PolicyProfile): PolicyText {
  return {
    fields: Object.fromEntries(policyFieldPaths.map((path) => [path, fieldText(policyFields[path], at(terms, path))])),
    triggers: [
      ...terms.returns.triggers.map(({ upToMinor, trigger }) => ({ bound: amountText(upToMinor, MINOR), trigger })),
      { bound: '', trigger: '' }
    ],
    keeps: [
      ...terms.returns.keeps.map(({ reasons, belowMinor, percent }) => ({
        reasons: reasons.join(', '),
        below: amountText(belowMinor, MINOR),
        percent: String(percent)
      })),
      { reasons: '', below: '', percent: '' }
    ],
    categories: [
      ...Object.entries(terms.byCategory).map(([category, own]) => ({
        category,
        days: amountText(own.days === undefined ? terms.returns.days : own.days, 1)
      })),
      { category: '', days: '' }
    ]
  };
}

function fieldText(field: PolicyField, value: unknown): string | string[] {
  if (field.kind === 'list') return value as string[];
  if (field.kind === 'yes-no') return value === true ? 'yes' : 'no';
  return field.kind === 'number' ? amountText(value as number | null, field.unit === 'minor' ? MINOR : 1) : String(value);
}

const amountText = (amount: number | null, each: number): string => (amount === null ? '' : String(amount / each));

/** As it was typed, to be read and to be shown again. */
export function typedPolicy(form: FormData): PolicyText {
  const all = (name: string): string[] => form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''));
  const rows = <Name extends string>(...names: Name[]): Record<Name, string>[] =>
    all(names[0] ?? '').map((_, row) => Object.fromEntries(names.map((name) => [name, all(name)[row] ?? ''])) as Record<Name, string>);
  return {
    fields: Object.fromEntries(
      policyFieldPaths.map((path) => [path, policyFields[path].kind === 'list' ? all(path) : (all(path)[0] ?? '')])
    ),
    triggers: rows('bound', 'trigger'),
    keeps: rows('reasons', 'below', 'percent'),
    categories: rows('category', 'days')
  };
}

/**
 * What that would be as a profile; whether it is one is asked where policies are checked. What the form does not show, such as other terms of a
 * category, stays as it is in `base`.
 */
export function termsOf({ fields, triggers, keeps, categories }: PolicyText, base: PolicyProfile): unknown {
  const terms: Omit<PolicyProfile, 'returns'> & { returns: object } = structuredClone(base);
  for (const path of policyFieldPaths) put(terms, path, fieldValue(policyFields[path], fields[path] ?? ''));
  const steps = triggers
    .filter(({ trigger }) => trigger !== '')
    .map(({ bound, trigger }) => ({ upToMinor: amountOf(bound, MINOR), trigger }));
  const kept = keeps
    .filter(({ reasons }) => reasons !== '')
    .map(({ reasons, below, percent }) => ({
      reasons: reasons.split(',').map((one) => one.trim()),
      belowMinor: amountOf(below, MINOR),
      percent: amountOf(percent, 1)
    }));
  const named = categories.filter(({ category }) => category !== '');
  const byCategory = named.map(({ category, days }) => [category, { ...base.byCategory[category], days: amountOf(days, 1) }]);
  return { ...terms, returns: { ...terms.returns, triggers: steps, keeps: kept }, byCategory: Object.fromEntries(byCategory) };
}

function fieldValue(field: PolicyField, typed: string | string[]): unknown {
  if (typeof typed !== 'string') return typed;
  if (field.kind === 'yes-no') return typed === 'yes';
  return field.kind === 'number' ? amountOf(typed, field.unit === 'minor' ? MINOR : 1) : typed;
}

/** Null for nothing; what is no number stays as it was typed, for whoever checks it to say so. */
function amountOf(typed: string, each: number): number | string | null {
  if (typed === '') return null;
  const amount = Number(typed) * each;
  return Number.isFinite(amount) ? Math.round(amount * 1000) / 1000 : typed;
}

type Part = Record<string, unknown>;
const at = (whole: object, path: string): unknown => path.split('.').reduce<unknown>((part, name) => (part as Part)[name], whole);

function put(whole: object, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  (at(whole, names.join('.')) as Part)[last] = value;
}

/** "in store", as a word of the data reads to people. */
export const plain = (word: string): string => word.replaceAll(/[-_]/g, ' ');
