/** One cell as the file holds it. */
export interface Cell {
  readonly text: string;
  /** Whether the file keeps it as a number; its digits are in `text` as the file wrote them. */
  readonly isNumber: boolean;
  /** What keeps it from being used. */
  readonly fault?: 'FORMULA' | 'CELL_ERROR';
}

/** One row of a table, with its place in the file. */
export interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** Rows of a file at most: some years of a busy account. */
export const MOST_ROWS = 20_000;
/** Columns of a row at most; what stands further right is a fault. */
export const MOST_COLUMNS = 200;

/** Blanks of all kinds around and between, as banks align columns with them, and the mark of texts of digits. */
export const plainText = (text: string): string =>
  text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^['’](?=[0-9])/, '');

export const isBlank = ({ cells }: Row): boolean =>
  cells.every(({ text, fault }) => text === '' && fault === undefined);
