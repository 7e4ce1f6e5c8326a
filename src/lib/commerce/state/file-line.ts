/** A line of the file as text, or why it cannot be read. `isCut`: the file ends in it without an end of line. */
export type FileLine =
  | { line: number; text: string; isCut: boolean }
  | { line: number; fault: 'line_too_long' }
  | { line: number; fault: 'bad_encoding'; offset: number };
