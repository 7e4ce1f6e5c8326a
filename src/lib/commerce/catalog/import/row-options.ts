import type { ProductDraft } from './product-draft.ts';
import type { ProductRow } from './product-row.ts';

/** Option names stand on the product's own row. Without a title they may be left to the product that is there. */
export function readOptionNames(draft: ProductDraft, head: ProductRow, hasTitle: boolean): void {
  const names = head.options('name');
  if (head.text('option1Name') === undefined || (!hasTitle && names.length === 0)) return;
  if (names.some((name) => name === '')) {
    head.error({ code: 'bad_options', column: head.name('option1Name'), message: 'Options are named from the first on, without a gap.' });
    return;
  }
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    head.error({ code: 'bad_options', column: head.name('option1Name'), value: twice, message: 'Each option needs a name of its own.' });
    return;
  }
  draft.optionNames = names;
  if (head.text('option1Linked') !== undefined) draft.optionLinked = linkedTo(head, names.length);
}

function linkedTo(head: ProductRow, options: number): string[] {
  const linked = head.options('linked').slice(0, options);
  return linked.every((one) => one === '') ? [] : Array.from({ length: options }, (_, place) => linked[place] ?? '');
}

/** One value for each name, from the first on. Says in the log what is missing. */
export function optionsFit(values: string[], names: string[] | undefined, row: ProductRow): boolean {
  const wrong = misfit(values, names);
  if (wrong === undefined) return true;
  row.error({ code: 'bad_options', column: row.name('option1Value'), value: values.join(' / '), message: wrong });
  return false;
}

function misfit(values: string[], names: string[] | undefined): string | undefined {
  if (values.some((value) => value === '')) return 'Option values are given from the first option on, without a gap.';
  if (names === undefined) return undefined;
  if (values.length > names.length)
    return `There are ${values.length} option values but ${names.length} option names; name each option on the first row.`;
  if (values.length < names.length) return `The option ${names[values.length]} has no value on this row.`;
  return undefined;
}
