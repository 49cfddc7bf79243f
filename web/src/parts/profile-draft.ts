import { type BankProfile, COLUMN_USES, type ColumnUse } from '../bank-types';

/** What a column is for; `ignored` where nothing is taken of it. */
export type DraftUse = ColumnUse | 'ignored';

/** A profile as it is made, beside a sample: the columns are named by their places there. */
export interface ProfileDraft {
  readonly kind: BankProfile['kind'];
  readonly encoding: 'utf-8' | 'gb18030';
  readonly delimiter: string;
  /** Place of the header among the first rows. */
  readonly headerRow: number;
  readonly uses: Readonly<Record<string, DraftUse>>;
  readonly datePattern: string;
  readonly order: BankProfile['order'];
  readonly flagOut: readonly string[];
  readonly flagIn: readonly string[];
  readonly skip: readonly string[];
  readonly account: readonly string[];
  readonly opening: readonly string[];
  readonly closing: readonly string[];
}

/** How a file is cut into rows. */
export type Cut = Pick<ProfileDraft, 'kind' | 'encoding' | 'delimiter'>;

export const DELIMITERS = [',', ';', '\t', '|'] as const;
const FEWEST_HEADER_ROWS = 20;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^\d{8}$/, 'YYYYMMDD'],
  [/^\d{4}年\d{1,2}月\d{1,2}日$/, 'YYYY年MM月DD日'],
  [/^\d{4}\/\d{1,2}\/\d{1,2}$/, 'YYYY/MM/DD'],
  [/^\d{4}\.\d{1,2}\.\d{1,2}$/, 'YYYY.MM.DD'],
  [/^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}$/, 'YYYY-MM-DD HH:mm:ss'],
  [/^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$/, 'YYYY-MM-DD HH:mm'],
  [/^\d{14}$/, 'YYYYMMDDHHmmss'],
];

/** Header words are compared as the service compares them. */
const plain = (word: string): string => word.normalize('NFKC').replace(/\s/g, '');

/** Says from its bytes how a file is probably cut into rows. */
export function guessCut(bytes: Uint8Array): Cut {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return { kind: 'xlsx', encoding: 'utf-8', delimiter: ',' };
  }
  const [encoding, text] = decoded(bytes);
  const head = text.split('\n').slice(0, 30).join('\n');
  const count = (delimiter: string): number => head.split(delimiter).length;
  const [delimiter = ','] = [...DELIMITERS].sort((a, b) => count(b) - count(a));
  return { kind: 'csv', encoding, delimiter };
}

function decoded(bytes: Uint8Array): readonly ['utf-8' | 'gb18030', string] {
  try {
    return ['utf-8', new TextDecoder('utf-8', { fatal: true }).decode(bytes)];
  } catch {
    return ['gb18030', new TextDecoder('gb18030').decode(bytes)];
  }
}

/** A profile that only cuts a file into rows, before anybody knows its columns. */
export const firstLook = ({ kind, encoding, delimiter }: Cut): BankProfile => ({
  ...{ kind, encoding, delimiter, order: 'oldest_first', datePattern: 'YYYY-MM-DD' },
  columns: { date: ['?'], amount: { form: 'signed', amount: ['?'] } },
});

/** What the header words of known profiles are for. */
export function knownWords(profiles: readonly BankProfile[]): ReadonlyMap<string, ColumnUse> {
  const words = new Map<string, ColumnUse>();
  for (const { columns } of profiles) {
    const { amount, ...others } = columns;
    const amounts =
      amount.form === 'two_columns'
        ? { out: amount.out, in: amount.in }
        : { amount: amount.amount, ...(amount.form === 'flagged' && { flag: amount.flag }) };
    for (const [use, named] of Object.entries<readonly string[]>({ ...others, ...amounts })) {
      for (const word of named) words.set(plain(word), use as ColumnUse);
    }
  }
  return words;
}

type Rows = readonly (readonly string[])[];

/** Which row is probably the header: the one with the most words that are known, else the longest. */
export function guessHeader(rows: Rows, words: ReadonlyMap<string, ColumnUse>): number {
  const known = rows.map((row) => row.filter((cell) => words.has(plain(cell))).length);
  const most = Math.max(0, ...known);
  if (most >= 2) return known.indexOf(most);
  const filled = rows.map((row) => row.filter((cell) => cell.trim() !== '').length);
  return Math.max(0, filled.indexOf(Math.max(...filled)));
}

/** What the columns below a header are probably for. */
export function guessUses(
  header: readonly string[],
  words: ReadonlyMap<string, ColumnUse>,
): Record<string, DraftUse> {
  return Object.fromEntries(
    header.map((cell, index) => [String(index), words.get(plain(cell)) ?? 'ignored']),
  );
}

/** How the days of a column are probably written. */
export function guessPattern(cells: readonly string[]): string {
  const found = cells.flatMap((cell) => PATTERNS.filter(([form]) => form.test(cell.trim())));
  return found[0]?.[1] ?? 'YYYY-MM-DD';
}

/** Whether the newest movement probably stands first. */
export function guessOrder(days: readonly string[]): BankProfile['order'] {
  const written = days.filter((day) => /^\d{4}/.test(day.trim()));
  const [first = '', last = ''] = [written[0], written.at(-1)];
  return first > last ? 'newest_first' : 'oldest_first';
}

/** The profile that a draft comes to; undefined where a day or an amount has no column yet. */
export function profileOf(draft: ProfileDraft, header: readonly string[]): BankProfile | undefined {
  const named = (use: DraftUse): string[] =>
    header.flatMap((cell, index) =>
      draft.uses[String(index)] === use && cell.trim() !== '' ? cell.trim() : [],
    );
  const [out, into, amount, flag] = (['out', 'in', 'amount', 'flag'] as const).map(named);
  const date = named('date');
  const how = amountOf({ out, into, amount, flag }, draft);
  if (date.length === 0 || how === undefined) return undefined;
  const others = COLUMN_USES.filter(
    (use) => !['date', 'out', 'in', 'amount', 'flag'].includes(use) && named(use).length > 0,
  ).map((use) => [use, named(use)] as const);
  const { kind, encoding, delimiter, order, datePattern, skip, account, opening, closing } = draft;
  const labels = Object.entries({ account, opening, closing }).filter(
    ([, text]) => text.length > 0,
  );
  return {
    ...{ kind, encoding, delimiter, order, datePattern, skip },
    headerWithin: Math.max(FEWEST_HEADER_ROWS, draft.headerRow + 1),
    columns: { date, amount: how, ...Object.fromEntries(others) },
    ignored: named('ignored'),
    labels: Object.fromEntries(labels),
  };
}

interface AmountWords {
  readonly out: string[] | undefined;
  readonly into: string[] | undefined;
  readonly amount: string[] | undefined;
  readonly flag: string[] | undefined;
}

function amountOf(
  { out = [], into = [], amount = [], flag = [] }: AmountWords,
  { flagOut, flagIn }: ProfileDraft,
): BankProfile['columns']['amount'] | undefined {
  if (out.length > 0 && into.length > 0) return { form: 'two_columns', out, in: into };
  if (amount.length === 0) return undefined;
  return flag.length === 0
    ? { form: 'signed', amount }
    : { form: 'flagged', amount, flag, out: flagOut, in: flagIn };
}
