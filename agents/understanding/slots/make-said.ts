import { optionsIn, type OptionChoices } from './options.ts';

/** A make of a thing by its options, in the order in which all makes of it have them. */
type Made = { options: readonly string[] };

/**
 * The makes whose options a message names, for a thing whose makes are known: `the brick one`, `50 cm please`. What is not said stays as it is in `own`,
 * where there is such a make. None where no option is named.
 */
export function makesSaid<Make extends Made>(text: string, makes: readonly Make[], own: readonly string[] = []): Make[] {
  const named = new Map(optionsIn(text, dimensionsOf(makes)).map(({ name, value }) => [Number(name), value]));
  if (named.size === 0) return [];
  const fitting = makes.filter(({ options }) => [...named].every(([at, value]) => options[at] === value));
  const kept = fitting.filter(({ options }) => options.every((option, at) => named.has(at) || option === own[at]));
  return kept.length > 0 ? kept : fitting;
}

function dimensionsOf(makes: readonly Made[]): OptionChoices {
  const values: Record<string, string[]> = {};
  for (const { options } of makes) for (const [at, option] of options.entries()) (values[at] ??= []).push(option);
  return Object.fromEntries(Object.entries(values).map(([at, all]) => [at, [...new Set(all)]]));
}
