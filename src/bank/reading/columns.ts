import type { BankProfile } from './profile';
import { isBlank, type Row } from './rows';
import { FileRefused, type StatementFault } from './statement';

/** What a column is used for. */
export type Use =
  | 'date'
  | 'serial'
  | 'amount'
  | 'out'
  | 'in'
  | 'flag'
  | 'balance'
  | 'counterparty'
  | 'counterpartyAccount'
  | 'remark';

/** A column that is used: where it stands, and its header word. */
export interface UsedColumn {
  readonly use: Use;
  readonly index: number;
  readonly word: string;
}

/** Header words are compared without blanks, and without the width that brackets are written in. */
const plainWord = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

const wordsOf = ({ columns }: BankProfile): ReadonlyMap<string, Use> => {
  const { amount, ...others } = columns;
  const amounts =
    amount.form === 'two_columns'
      ? { out: amount.out, in: amount.in }
      : { amount: amount.amount, ...(amount.form === 'flagged' && { flag: amount.flag }) };
  return new Map(
    Object.entries({ ...others, ...amounts }).flatMap(([use, words = []]) =>
      words.map((word): [string, Use] => [plainWord(word), use as Use]),
    ),
  );
};

/** The columns that a statement cannot do without; of the others a profile may know more than a file has. */
const neededBy = ({ columns: { amount } }: BankProfile): readonly Use[] => {
  if (amount.form === 'two_columns') return ['date', 'out', 'in'];
  return amount.form === 'signed' ? ['date', 'amount'] : ['date', 'amount', 'flag'];
};

const firstWordOf = (profile: BankProfile, use: Use): string | null =>
  [...wordsOf(profile)].find(([, each]) => each === use)?.[0] ?? null;

/** The header: of the first rows the one that names most of what is needed, and the date in any case. */
function findHeader(rows: readonly Row[], profile: BankProfile): number {
  const words = wordsOf(profile);
  const needed = neededBy(profile);
  const named = (row: Row) => {
    const uses = row.cells.map(({ text }) => words.get(plainWord(text)));
    return uses.includes('date') ? needed.filter((use) => uses.includes(use)).length : 0;
  };
  const counts = rows.slice(0, profile.headerWithin).map(named);
  const most = Math.max(0, ...counts);
  // A title such as 日期 with nothing beside it is no header.
  if (most < 2) throw new FileRefused('HEADER_MISSING');
  return counts.indexOf(most);
}

/** The columns of a file by the profile, and where its movements begin. */
export interface Layout {
  readonly header: Row;
  readonly titles: readonly Row[];
  readonly body: readonly Row[];
  readonly columns: readonly UsedColumn[];
  readonly faults: readonly StatementFault[];
}

/**
 * Finds the header and what its columns are. What a profile does not know is a fault: a bank that changes its
 * layout is noticed on the day it does.
 *
 * @throws FileRefused FILE_EMPTY, HEADER_MISSING
 */
export function layOut(given: readonly Row[], profile: BankProfile): Layout {
  const rows = given.filter((row) => !isBlank(row));
  if (rows.length === 0) throw new FileRefused('FILE_EMPTY');
  const at = findHeader(rows, profile);
  const header = rows[at];
  if (header === undefined) throw new FileRefused('HEADER_MISSING');
  const words = wordsOf(profile);
  const ignored = new Set(profile.ignored.map(plainWord));
  const columns: UsedColumn[] = [];
  const faults: StatementFault[] = [];
  const fault = (code: StatementFault['code'], column: string | null) =>
    faults.push({ code, line: header.line, column });
  header.cells.forEach(({ text: word }, index) => {
    const use = words.get(plainWord(word));
    if (use === undefined) {
      if (word !== '' && !ignored.has(plainWord(word))) fault('COLUMN_UNKNOWN', word);
      return;
    }
    const isTwice = use !== 'remark' && columns.some((column) => column.use === use);
    if (isTwice) fault('COLUMN_TWICE', word);
    else columns.push({ use, index, word });
  });
  for (const use of neededBy(profile)) {
    if (!columns.some((column) => column.use === use)) {
      fault('COLUMN_MISSING', firstWordOf(profile, use));
    }
  }
  return { header, titles: rows.slice(0, at), body: rows.slice(at + 1), columns, faults };
}
