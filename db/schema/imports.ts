import type { ColumnType, Generated } from 'kysely';
import type { ImportFileState } from '#lib/commerce/imports/import-file.machine.ts';
import type { ImportFound, ImportKind } from '#lib/commerce/imports/import-file.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import type { Json, MaybeTime, Time } from './columns.ts';

export type ImportFileTable = {
  id: string;
  kind: ImportKind;
  name: string;
  state: ImportFileState;
  size: Generated<number>;
  /** How far it is, in words, while somebody waits for it. */
  progress: Generated<string>;
  found: ColumnType<ImportFound | null, string | undefined, string>;
  by: Json<Staff>;
  at: Time;
  ended_at: MaybeTime;
};

export type ImportPieceTable = { import_file_id: string; n: number; bytes: Buffer };
