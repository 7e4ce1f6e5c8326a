import type { Place } from './import-issue.ts';

/** One record of a CSV as it came, before anybody knows what its cells mean. */
export type SourceRecord = { place: Place; cells: string[] };
