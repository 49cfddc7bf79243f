import type { Row } from './rows';

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

/** What follows a label in its cell, or in the next cell of the row that holds something. */
function valueIn({ cells }: Row, labels: readonly string[]): string | undefined {
  for (const [index, { text }] of cells.entries()) {
    const word = plain(text);
    const label = labels.map(plain).find((each) => word === each || word.startsWith(`${each}:`));
    if (label === undefined) continue;
    const inside = word.slice(label.length + 1);
    if (inside !== '') return inside;
    return cells.slice(index + 1).find((cell) => cell.text !== '' && cell.fault === undefined)
      ?.text;
  }
  return undefined;
}

/** The value that stands after one of the labels in these rows; undefined where none does. */
export function valueAfter(
  rows: readonly Row[],
  labels: readonly string[] = [],
): { readonly line: number; readonly text: string } | undefined {
  for (const row of rows) {
    const text = valueIn(row, labels);
    if (text !== undefined) return { line: row.line, text };
  }
  return undefined;
}
