/** One line of a CSV, ended by a line feed. Cells are quoted where RFC 4180 wants it. */
export function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

// Spaces at the ends are quoted too, or some programs would take them away.
function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Keeps a spreadsheet from running a cell as a formula: an apostrophe goes before what starts with = + - @, a tab or a
 * return. For people's eyes only; such a file does not come back as it went out.
 */
export function spreadsheetSafe(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
