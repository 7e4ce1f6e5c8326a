import { inventoryColumn, type InventoryColumn } from './inventory-columns.ts';
import { duplicatedHeaders } from './header-cells.ts';
import { FILE, type IssueLog } from './import-issue.ts';
import type { KnownNode } from './inventory-draft.ts';

export type InventoryHeader = {
  width: number;
  at: Partial<Record<InventoryColumn, number>>;
  names: Partial<Record<InventoryColumn, string>>;
  /** Columns that carry the available units of one location each. */
  locations: { at: number; name: string; node: KnownNode }[];
};

export function findNode(nodes: readonly KnownNode[], name: string): KnownNode | undefined {
  const wanted = name.trim().toLowerCase();
  return nodes.find((node) => node.name.toLowerCase() === wanted || node.id === wanted);
}

/** Reads the first record. Undefined, with errors in the log, when it does not say which quantity the rows carry. */
export function readInventoryHeader(cells: string[], nodes: readonly KnownNode[], log: IssueLog): InventoryHeader | undefined {
  const header: InventoryHeader = { width: cells.length, at: {}, names: {}, locations: [] };
  const strange: string[] = [];
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim();
    const column = inventoryColumn(name);
    const node = column ? undefined : findNode(nodes, name);
    if (column) {
      header.at[column] ??= at;
      header.names[column] ??= name;
    } else if (node) header.locations.push({ at, name, node });
    else if (name !== '') strange.push(name);
  }
  // Columns named after locations count as such only where nothing else is strange and no Location column speaks.
  if (strange.length > 0 || header.at.location !== undefined) strange.push(...header.locations.splice(0).map(({ name }) => name));
  return sound(header, cells, { strange, log }) ? header : undefined;
}

function sound({ at, locations }: InventoryHeader, cells: string[], { strange, log }: { strange: string[]; log: IssueLog }): boolean {
  const before = log.errors;
  for (const name of strange) {
    log.warn({ place: FILE, code: 'unknown_column', column: name, message: 'We do not know this column; its cells are not used.' });
  }
  for (const name of duplicatedHeaders(cells)) {
    log.error({ place: FILE, code: 'duplicate_header', column: name, message: `The column "${name}" is there twice; remove one.` });
  }
  const quantity = at.onHand ?? at.onHandNew;
  if (at.handle === undefined || (locations.length === 0 && (at.location === undefined || quantity === undefined))) {
    const found = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const message = `The first line must name Handle, Location and On hand (new), or Handle and our locations; found: ${found.slice(0, 20).join(', ') || 'nothing'}.`;
    log.error({ place: FILE, code: 'no_header', message });
  }
  return log.errors === before;
}
