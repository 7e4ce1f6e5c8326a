import type { NodeKind } from '#lib/commerce/fulfilment/delivery-rules.ts';
import { nodeKindWords } from '#lib/commerce/fulfilment/node-kind-words.ts';
import { fieldUnits, fieldWords, pointsWords } from '#lib/commerce/fulfilment/rules/rule-words.ts';
import { fieldNames, ruleFields, type Condition, type RuleField, type SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';

/** A rule as people type it: one row for each condition, in rupees and kilometres, places by their names. */
export type RuleText = { name: string; effect: string; points: string; rows: RowText[] };
type RowText = { field: string; test: string; value: string };
export type NamedPlace = { id: string; name: string };

const LEAST_ROWS = 3;
const NO_ROW: RowText = { field: '', test: 'is', value: '' };

export const effects = [
  { value: 'exclude', words: 'Send nothing from there' },
  { value: 'against', words: 'Rather not from there' },
  { value: 'for', words: 'Rather from there' }
];

export function ruleText(rule: SourcingRule | undefined, places: readonly NamedPlace[]): RuleText {
  const rows = rule?.when.map((one) => rowText(one, places)) ?? [];
  // One row more than there are conditions, so that one can be added without a script.
  const spare = Math.max(LEAST_ROWS - rows.length, 1);
  const shown = { rows: [...rows, ...Array.from({ length: spare }, () => NO_ROW)], name: rule?.name ?? '' };
  if (!rule || rule.action.kind === 'exclude') return { ...shown, effect: 'exclude', points: '' };
  const { points } = rule.action;
  return { ...shown, effect: points < 0 ? 'for' : 'against', points: String(Math.abs(points)) };
}

function rowText({ field, test, value }: Condition, places: readonly NamedPlace[]): RowText {
  const values = (Array.isArray(value) ? (value as readonly string[]) : [value as string | number]).map((one) => {
    if (field === 'nodeId') return places.find(({ id }) => id === one)?.name ?? String(one);
    return typeof one === 'number' ? String(one / (fieldUnits[field]?.each ?? 1)) : shownWord(one);
  });
  return { field, test, value: values.join(', ') };
}

/** What was typed, as far as it is a rule: whether it is one is asked where rules are checked. */
export function typedRule(form: FormData, places: readonly NamedPlace[]): unknown {
  const text = (name: string) => textOf(form.get(name));
  const points = Number(text('points') === '' ? Number.NaN : text('points'));
  const effect = text('effect');
  return {
    name: text('name'),
    when: typedRows(form).map((row) => ({ field: row.field, test: row.test, value: typedValue(row, places) })),
    action: effect === 'for' || effect === 'against' ? { kind: 'points', points: effect === 'for' ? -points : points } : { kind: 'exclude' }
  };
}

/** As it was typed, for the form to show again. */
export function typedText(form: FormData): RuleText {
  const rows = typedRows(form);
  const text = (name: string) => textOf(form.get(name));
  const spare = Math.max(LEAST_ROWS - rows.length, 1);
  return {
    name: text('name'),
    effect: text('effect'),
    points: text('points'),
    rows: [...rows, ...Array.from({ length: spare }, () => NO_ROW)]
  };
}

function typedRows(form: FormData): RowText[] {
  const [fields, tests, values] = ['field', 'test', 'value'].map((name) => form.getAll(name).map(textOf)) as [string[], string[], string[]];
  return fields.map((field, row) => ({ field, test: tests[row] ?? '', value: values[row] ?? '' })).filter(({ field }) => field !== '');
}

function typedValue({ field, test, value }: RowText, places: readonly NamedPlace[]): unknown {
  if (!isField(field)) return value;
  if (ruleFields[field].kind === 'number') return value === '' ? value : Math.round(Number(value) * (fieldUnits[field]?.each ?? 1));
  const words = (test === 'isOneOf' ? value.split(',') : [value]).map((one) => wordOf(field, one.trim(), places));
  return test === 'isOneOf' ? words : words[0];
}

function wordOf(field: RuleField, typed: string, places: readonly NamedPlace[]): string {
  if (field === 'nodeId') return places.find(({ name }) => name.toLowerCase() === typed.toLowerCase())?.id ?? typed;
  const known = ruleFields[field];
  if (known.kind !== 'word' || !known.words) return typed;
  return known.words.find((word) => shownWord(word) === typed.toLowerCase()) ?? typed.toLowerCase().replaceAll(' ', '_');
}

const shownWord = (word: string): string => (word in nodeKindWords ? nodeKindWords[word as NodeKind] : word.replaceAll('_', ' '));

const isField = (name: string): name is RuleField => (fieldNames as string[]).includes(name);
const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.trim() : '');

export const fieldChoices = fieldNames.map((field) => {
  const unit = fieldUnits[field]?.words;
  return { value: field, words: unit ? `${fieldWords[field]} (${unit})` : fieldWords[field] };
});

/** What may be typed as a value, to choose from. */
export function knownValues(places: readonly NamedPlace[]): string[] {
  const words = fieldNames.flatMap((field) => {
    const known = ruleFields[field];
    return known.kind === 'word' ? (known.words ?? []) : [];
  });
  return [...words.map(shownWord), ...places.map(({ name }) => name)];
}

/** "Rather from there: 2 points for it". */
export function effectText({ action }: SourcingRule): string {
  return action.kind === 'exclude'
    ? 'Nothing is sent from there'
    : `${action.points < 0 ? 'Rather' : 'Rather not'} from there: ${pointsWords(action.points)}`;
}
