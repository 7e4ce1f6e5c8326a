import * as z from 'zod';
import { policyFieldPaths, policyFields, triggerWords, type PolicyField, type PolicyFieldPath } from './policy-fields.ts';
import { policyContradictions } from './policy-contradictions.ts';
import { returnReasons, type PolicyProfile } from './policy.ts';

const MOST_CATEGORIES = 100;
const LONGEST_CATEGORY = 200;
const MOST_STEPS = 10;
const MOST_MINOR = 1_000_000_000_000;

/** `warnings` may be switched on all the same. */
export type CheckedPolicy = { terms: PolicyProfile; warnings: string[] } | { problem: string };

const Anything = z.unknown();
const Fees = z.strictObject({ store: Anything, label: Anything, qr: Anything, home: Anything });
const Returns = z.strictObject({
  days: Anything,
  from: Anything,
  reasons: Anything,
  photoFor: Anything,
  methods: Anything,
  fees: Fees,
  refundTo: Anything,
  bonusPercent: Anything,
  bringingBack: Anything,
  triggers: Anything,
  keeps: Anything,
  exchangeFor: Anything,
  exchangeDays: Anything
});
const Shape = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency has three capital letters'),
  cancel: z.strictObject({ states: Anything, reasons: Anything, afterItemChange: Anything }),
  address: z.strictObject({ states: Anything }),
  delivery: z.strictObject({ states: Anything, wishes: Anything }),
  items: z.strictObject({ states: Anything, mostChanges: Anything, swapFor: Anything }),
  payment: z.strictObject({ states: Anything, difference: Anything, giftCardMustCover: Anything, take: Anything }),
  returns: Returns,
  byCategory: z.record(z.string(), Returns.partial()),
  limits: z.strictObject({
    mostReturns: Anything,
    mostExchanges: Anything,
    approveAboveMinor: Anything,
    twoPeopleAboveMinor: Anything,
    refundDays: Anything,
    sendWithinDays: Anything,
    cashByAssociateMinor: Anything,
    creditWithoutPurchaseMinor: Anything
  })
});
type Shape = z.infer<typeof Shape>;

/**
 * A profile as somebody wrote it: all its fields, values of their kind, and nothing that contradicts itself. The first thing that is wrong is
 * told in a sentence that names the field. `categories` are those of the catalogue: one that is named besides is only warned of.
 */
export function readPolicy(input: unknown, categories?: readonly string[]): CheckedPolicy {
  const shaped = Shape.safeParse(input);
  if (!shaped.success) return { problem: `This is no policy: ${z.prettifyError(shaped.error)}` };
  const wrong = troubleOfAll(shaped.data);
  if (wrong !== undefined) return { problem: wrong };
  // Each field was looked at just now.
  const terms = shaped.data as PolicyProfile;
  const contradiction = policyContradictions(terms)[0];
  if (contradiction !== undefined) return { problem: contradiction };
  return { terms, warnings: categories ? unknownCategories(terms, categories) : [] };
}

/** Everything that is wrong with single fields, by their places: what a form says beside each. Empty where nothing is, or where it is no policy at all. */
export function policyTroubles(
  input: unknown
): Partial<Record<PolicyFieldPath | 'returns.triggers' | 'returns.keeps' | 'byCategory', string>> {
  const shaped = Shape.safeParse(input);
  if (!shaped.success) return {};
  const { returns, byCategory } = shaped.data;
  const found = [
    ...policyFieldPaths.map((path) => [path, troubleOf(policyFields[path], at(shaped.data, path))] as const),
    ['returns.triggers', troubleOfTriggers(returns.triggers)] as const,
    ['returns.keeps', troubleOfKeeps(returns.keeps)] as const,
    ['byCategory', troubleOfCategories(byCategory)] as const
  ];
  return Object.fromEntries(found.filter(([, words]) => words !== undefined));
}

function troubleOfAll(shape: Shape): string | undefined {
  return first([
    ...policyFieldPaths.map((path) => () => troubleOf(policyFields[path], at(shape, path))),
    () => troubleOfTriggers(shape.returns.triggers) ?? troubleOfKeeps(shape.returns.keeps),
    () => troubleOfCategories(shape.byCategory)
  ]);
}

function troubleOfCategories(byCategory: Shape['byCategory']): string | undefined {
  const named = Object.entries(byCategory);
  if (named.length > MOST_CATEGORIES) return `More than ${MOST_CATEGORIES} categories are more than anybody can oversee.`;
  for (const [category, terms] of named) {
    if (category.trim() === '' || category.length > LONGEST_CATEGORY) return `A category has 1 to ${LONGEST_CATEGORY} characters.`;
    const wrong = first([
      ...policyFieldPaths
        .filter((path) => path.startsWith('returns.') && isNamed(terms, path.split('.')[1] ?? ''))
        .map((path) => () => troubleOf(policyFields[path], at({ returns: terms }, path))),
      () => (isNamed(terms, 'triggers') ? troubleOfTriggers(terms.triggers) : undefined),
      () => (isNamed(terms, 'keeps') ? troubleOfKeeps(terms.keeps) : undefined)
    ]);
    if (wrong !== undefined) return `${category}: ${wrong}`;
  }
  return undefined;
}

function troubleOf(field: PolicyField, value: unknown): string | undefined {
  const fits = ((): string | undefined => {
    if (field.kind === 'yes-no') return typeof value === 'boolean' ? undefined : 'needs yes or no';
    if (field.kind === 'word') return field.of.some((one) => one === value) ? undefined : `needs one of ${field.of.join(', ')}`;
    if (field.kind === 'list') return listTrouble(field.of, value);
    if (value === null && field.never) return undefined;
    return wholeTo(field.most, value) ? undefined : `needs a whole number from 0 to ${field.most}`;
  })();
  return fits && `“${field.name}” ${fits}.`;
}

function listTrouble(of: readonly string[], value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'needs a list';
  const strange: unknown = value.find((one) => !of.some((word) => word === one));
  if (strange !== undefined) return `knows ${of.join(', ')} and not ${shown(strange)}`;
  return new Set(value).size < value.length ? 'names something twice' : undefined;
}

function troubleOfTriggers(value: unknown): string | undefined {
  const Trigger = z.strictObject({ upToMinor: z.int().min(0).max(MOST_MINOR).nullable(), trigger: z.enum(triggerWords as [string]) });
  return z.array(Trigger).min(1).max(MOST_STEPS).safeParse(value).success
    ? undefined
    : `“when the money goes back” needs 1 to ${MOST_STEPS} steps, each with a bound or none and one of ${triggerWords.join(', ')}.`;
}

function troubleOfKeeps(value: unknown): string | undefined {
  const Keep = z.strictObject({
    reasons: z.array(z.enum(returnReasons)).min(1),
    belowMinor: z.int().min(1).max(MOST_MINOR),
    percent: z.int().min(1).max(100)
  });
  return z.array(Keep).max(MOST_STEPS).safeParse(value).success
    ? undefined
    : `“what may be kept” needs at most ${MOST_STEPS} rules, each with reasons, a bound above 0 and 1 to 100 percent.`;
}

function unknownCategories({ byCategory }: PolicyProfile, categories: readonly string[]): string[] {
  const isKnown = (named: string): boolean => categories.some((one) => one === named || one.startsWith(`${named} > `));
  return Object.keys(byCategory)
    .filter((named) => !isKnown(named))
    .map((named) => `Nothing lies in “${named}” today.`);
}

const wholeTo = (most: number, value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
const isNamed = (terms: object, field: string): boolean => Object.hasOwn(terms, field);
const at = (whole: object, path: string): unknown =>
  path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], whole);
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

function first(looks: readonly (() => string | undefined)[]): string | undefined {
  for (const look of looks) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}
