/** The page numbers a pager shows, with a gap where some are left out: 1 … 4 5 6 … 12. */
export function pageNumbers(page: number, pages: number): (number | 'gap')[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
  const numbers = [...new Set(wanted)].toSorted((one, other) => one - other);
  return numbers.flatMap((number, at) => between(numbers[at - 1] ?? 0, number).concat(number));
}

// A gap of one page is that page: leaving it out would save nothing.
function between(last: number, number: number): (number | 'gap')[] {
  if (number - last === 1) return [];
  return number - last === 2 ? [number - 1] : ['gap'];
}
