import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Canonical, formatOf, type SealedEntry, type SealedJournal } from '../../verifier';

/** Whatever can be asked in SQL: a data source, a transaction, a bare connection. */
export interface Reader {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** How many journals are read, and are in memory, at once. */
export const JOURNALS_A_PAGE = 1_000n;

/** A checkpoint as it is stored: what it says, and beside it its place, size and root. */
export interface StoredNote {
  /** Its place among the checkpoints of the log, from one. */
  readonly number: string;
  readonly size: bigint;
  /** Hexadecimal. */
  readonly root: string;
  readonly note: string;
}

/** Journals that are read together, and what is stored of their seal. */
export interface JournalPage {
  /** The last number of the page; a journal may be missing all the same. */
  readonly to: bigint;
  readonly journals: readonly SealedJournal[];
  /** By the name of the node: the stored hashes that are complete with the journals of the page. */
  readonly nodes: ReadonlyMap<string, Buffer>;
  /** The checkpoints whose last journal is in the page. */
  readonly notes: readonly StoredNote[];
}

interface PageTexts {
  readonly journals: string | null;
  readonly entries: string | null;
  readonly nodes: string | null;
  readonly notes: string | null;
}

type JournalFields = [
  number: string,
  voucherWord: string,
  voucherMonth: string,
  voucherNumber: string,
  businessOn: string,
  bookedAt: string,
  fact: string,
  summary: string,
  madeBy: string,
  reverses: string | null,
  entryCount: string,
  requestId: string | null,
  key: string | null,
  bodyHash: string | null,
  evidence: string | null,
];

/** What an account gives to its entries. */
type AccountParts = Pick<SealedEntry, 'account' | 'dimensions' | 'section' | 'side'>;

/** Stands where an entry names no account of the book. */
const NO_ACCOUNT: AccountParts = {
  account: '',
  dimensions: ['', '', '', ''],
  section: '',
  side: '',
};

// A page is one row of a few long texts: a value for each column of each row would take most of the
// time. Facets that are no texts, which no feature writes, keep their spelling.
const PAGE = `
  SELECT (SELECT json_agg(json_build_array(
                   j.number::text, j.voucher_word, j.voucher_month, j.voucher_number::text, j.business_on,
                   to_char(j.booked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   j.fact, j.summary, j.made_by, j.reverses::text, j.entry_count::text,
                   r.id::text, r.idempotency_key, encode(r.body_hash, 'hex'), r.evidence::text) ORDER BY j.number)::text
            FROM ledger.journal j
            LEFT JOIN LATERAL (SELECT * FROM ledger.posting_request r WHERE r.id = j.request_id OFFSET 0) r ON true
           WHERE j.number BETWEEN $2::bigint AND $3::bigint AND j.book_id = $1) AS journals,
         (SELECT string_agg(concat_ws(' ', e.journal_number, e.line, e.account_id, e.amount, e.balance_after, e.seq,
                   e.business_on,
                   CASE WHEN e.facets IS NULL THEN NULL
                        WHEN jsonb_typeof(e.facets) <> 'object' THEN jsonb_build_object('', jsonb_build_object('whole', e.facets::text))
                        ELSE (SELECT coalesce(jsonb_object_agg(f.key, CASE jsonb_typeof(f.value) WHEN 'string' THEN f.value
                                                ELSE jsonb_build_object('json', f.value::text) END), '{}')
                                FROM jsonb_each(e.facets) f) END), E'\\n' ORDER BY e.journal_number, e.line)
            FROM ledger.entry e
           WHERE e.journal_number BETWEEN $2::bigint AND $3::bigint AND e.book_id = $1) AS entries,
         CASE WHEN $4::boolean THEN
         (SELECT string_agg(n.level || '/' || n.position || ' ' || encode(n.hash, 'hex'), E'\\n')
            FROM generate_series(0, 62) AS l(level)
           CROSS JOIN LATERAL (SELECT * FROM ledger.tree_node n
                                WHERE n.book_id = $1 AND n.level = l.level AND n.position >= ($2::bigint - 1) >> l.level
                                  AND n.position < $3::bigint >> l.level OFFSET 0) n) END AS nodes,
         CASE WHEN $4::boolean THEN
         (SELECT json_agg(json_build_array(c.number::text, c.size::text, encode(c.root, 'hex'), c.note) ORDER BY c.size)::text FROM ledger.checkpoint c
           WHERE c.book_id = $1 AND c.size BETWEEN $2::bigint AND $3::bigint) END AS notes`;

const ACCOUNTS = `
  SELECT id, code AS account, ARRAY[dimension_1, dimension_2, dimension_3, dimension_4] AS dimensions, section, side::text
    FROM ledger.account WHERE id = ANY ($2::bigint[]) AND book_id = $1`;

const linesOf = (text: string | null): string[] => text?.split('\n') ?? [];

function nodesOf(text: string | null): Map<string, Buffer> {
  const nodes = new Map<string, Buffer>();
  for (const line of linesOf(text)) {
    const [name = '', hash = ''] = line.split(' ');
    nodes.set(name, Buffer.from(hash, 'hex'));
  }
  return nodes;
}

/** Reads the journals of one book as they are sealed, page by page. */
export class JournalReader {
  private readonly accounts = new Map<string, AccountParts>();

  constructor(
    private readonly reader: Reader,
    private readonly book: { readonly id: number; readonly code: string },
  ) {}

  /** Journals `from` to `to`, those that are not there left out; the next page is read meanwhile. */
  async *pages(from: bigint, to: bigint, withSeal: boolean): AsyncGenerator<JournalPage> {
    const pageFrom = (start: bigint): Promise<JournalPage> => {
      const end = start + JOURNALS_A_PAGE - 1n;
      const page = this.page(start, end < to ? end : to, withSeal);
      // Its failure is met when it is awaited below.
      page.catch(() => undefined);
      return page;
    };
    let ahead = pageFrom(from);
    try {
      for (let start = from; start <= to; start += JOURNALS_A_PAGE) {
        const page = await ahead;
        if (page.to < to) ahead = pageFrom(page.to + 1n);
        // The question goes out before the caller is busy with this page, so both work at once.
        await nextTurn();
        yield page;
      }
    } finally {
      await ahead.catch(() => undefined);
    }
  }

  private async page(from: bigint, to: bigint, withSeal: boolean): Promise<JournalPage> {
    const [texts] = await this.reader.query<PageTexts>(PAGE, [
      this.book.id,
      from.toString(),
      to.toString(),
      withSeal,
    ]);
    if (texts === undefined) throw new Error('a question to the ledger had no answer');
    const lines = linesOf(texts.entries).map((line) => line.split(' '));
    await this.readAccounts(lines);
    const entries = this.entriesByJournal(lines);
    const rows = JSON.parse(texts.journals ?? '[]') as JournalFields[];
    const journals = rows.map((row) => this.journalOf(row, entries.get(row[0]) ?? []));
    const notes = JSON.parse(texts.notes ?? '[]') as [string, string, string, string][];
    return {
      to,
      journals,
      nodes: nodesOf(texts.nodes),
      notes: notes.map(([place, size, root, note]) => ({
        number: place,
        size: BigInt(size),
        root,
        note,
      })),
    };
  }

  private async readAccounts(lines: readonly string[][]): Promise<void> {
    const ids = new Set(lines.map(([, , id = '']) => id).filter((id) => !this.accounts.has(id)));
    if (ids.size === 0) return;
    const rows = await this.reader.query<AccountParts & { id: string }>(ACCOUNTS, [
      this.book.id,
      [...ids],
    ]);
    for (const { id, ...parts } of rows) this.accounts.set(id, parts);
  }

  private entriesByJournal(lines: readonly string[][]): Map<string, SealedEntry[]> {
    const byJournal = new Map<string, SealedEntry[]>();
    for (const fields of lines) {
      const [number = '', line = '', id = '', amount = '', balanceAfter = '', seq = ''] = fields;
      const { account, dimensions, section, side } = this.accounts.get(id) ?? NO_ACCOUNT;
      const entry = {
        account,
        amount,
        balanceAfter,
        businessOn: fields[6] ?? '',
        dimensions,
        ...(fields.length > 7 && { facets: facetsOf(fields) }),
        line,
        section,
        seq,
        side,
      };
      const sameJournal = byJournal.get(number);
      if (sameJournal === undefined) byJournal.set(number, [entry]);
      else sameJournal.push(entry);
    }
    return byJournal;
  }

  private journalOf(row: JournalFields, entries: readonly SealedEntry[]): SealedJournal {
    const [number, word, month, voucherNumber, businessOn, bookedAt, ...rest] = row;
    const [fact, summary, madeBy, reverses, entryCount, id, key, bodyHash, evidence] = rest;
    const rests = evidence === null ? {} : { evidence: evidenceOf(evidence) };
    return {
      format: formatOf(rests),
      book: this.book.code,
      number,
      voucher: { word, month, number: voucherNumber },
      businessOn,
      bookedAt,
      fact,
      summary,
      madeBy,
      ...(reverses !== null && { reverses }),
      ...(id !== null && {
        request: { id, key: key ?? '', bodyHash: bodyHash ?? '' },
      }),
      ...rests,
      entryCount,
      entries,
    };
  }
}

const isCanonical = (value: unknown): value is Canonical =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && Object.values(value).every(isCanonical));

/** Of another shape than it can have, it keeps its spelling, as facets do. */
function evidenceOf(text: string): Canonical {
  const evidence: unknown = JSON.parse(text);
  return isCanonical(evidence) ? evidence : { json: text };
}

/** Facets end a line: they may hold blanks, but as JSON no line feed. */
const facetsOf = (fields: readonly string[]): Record<string, Canonical> =>
  JSON.parse(fields.slice(7).join(' ')) as Record<string, Canonical>;

/** Journals `from` to `to` of a book as they are sealed; those that are not there are left out. */
export async function readSealedJournals(
  reader: Reader,
  book: { readonly id: number; readonly code: string },
  from: bigint,
  to: bigint,
): Promise<SealedJournal[]> {
  const journals: SealedJournal[] = [];
  for await (const page of new JournalReader(reader, book).pages(from, to, false)) {
    journals.push(...page.journals);
  }
  return journals;
}
