import type { ColumnType } from 'kysely';

/** How columns arrive and how they are written: JSON parsed and as text, times as dates and as dates or ISO text. */
export type Json<T = unknown> = ColumnType<T, string, string>;
export type JsonGenerated<T = unknown> = ColumnType<T, string | undefined, string>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type TimeGenerated = ColumnType<Date, Date | string | undefined, Date | string>;
export type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
