/**
 * The canonical text of a journal, and of an event of the audit trail: what is hashed, signed and
 * given to an auditor. Pure; the sealer and the verifier use this one module. The formats are
 * described in docs/sealing.md.
 */

/** What a canonical text is made of: no numbers, no null, so that nothing has two spellings. */
export type Canonical = string | readonly Canonical[] | { readonly [key: string]: Canonical };

/** One entry of a journal; every number is its decimal text. */
export interface SealedEntry {
  readonly account: string;
  readonly amount: string;
  readonly balanceAfter: string;
  readonly businessOn: string;
  readonly dimensions: readonly string[];
  /** Absent where the entry has none. A value that is no string stands as `{"json": its text}`. */
  readonly facets?: Readonly<Record<string, Canonical>>;
  readonly line: string;
  readonly section: string;
  /** Number of the entry within its account. */
  readonly seq: string;
  /** `1` when the account grows by debits, `-1` when it grows by credits. */
  readonly side: string;
}

/** Everything of a journal that an auditor relies on; every number is its decimal text. */
export interface SealedJournal {
  readonly format: string;
  /** Code of the book. */
  readonly book: string;
  readonly number: string;
  readonly voucher: { readonly word: string; readonly month: string; readonly number: string };
  readonly businessOn: string;
  /** UTC with six decimals of a second. */
  readonly bookedAt: string;
  readonly fact: string;
  readonly summary: string;
  readonly madeBy: string;
  /** Number of the journal that this one reverses; absent where it reverses none. */
  readonly reverses?: string;
  /** Absent only where somebody removed the request. */
  readonly request?: { readonly id: string; readonly key: string; readonly bodyHash: string };
  /** What it rests on: `approval` with `id` and `hash`, `documents`, a list of hashes; absent where nothing was named. */
  readonly evidence?: Canonical;
  readonly entryCount: string;
  readonly entries: readonly SealedEntry[];
}

/** Stands in every text, so that a later format cannot be taken for this one. */
export const JOURNAL_FORMAT = 'journal/1';
/** That of journals with evidence, which the first format did not know. */
export const EVIDENCED_FORMAT = 'journal/2';

/** Which format the text of a journal has. */
export const formatOf = ({ evidence }: Pick<SealedJournal, 'evidence'>): string =>
  evidence === undefined ? JOURNAL_FORMAT : EVIDENCED_FORMAT;

/**
 * Everything of an event of the audit trail; what is absent is left out. The canonical text is that of
 * `canonicalJson`.
 */
export interface SealedEvent {
  readonly format: typeof EVENT_FORMAT;
  /** Its place in the trail, given when it is sealed. */
  readonly number: string;
  readonly id: string;
  /** UTC with six decimals of a second. */
  readonly recordedAt: string;
  readonly action: string;
  readonly outcome: string;
  /** JSON, spelled as PostgreSQL spells a `jsonb`. */
  readonly content: string;
  /** Who, what and where, by name; see docs/sealing.md. */
  readonly [member: string]: string;
}

/** Stands in every text, so that a later format cannot be taken for this one. */
export const EVENT_FORMAT = 'audit-event/1';

const isText = (value: Canonical): value is string => typeof value === 'string';
const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value);

/**
 * JSON by RFC 8785 (JCS), of strings, arrays and objects only: no white space, keys sorted by their
 * UTF-16 code units (§3.2.3), strings escaped as ECMAScript does (§3.2.2.2).
 */
export function canonicalJson(value: Canonical): string {
  if (isText(value)) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

const NEEDS_NO_ESCAPE = /^[\w.:-]*$/;

/** The same as `JSON.stringify` of a string, and faster for most of what stands in a journal. */
function quote(text: string): string {
  // What was read from a file may be no string, whatever its type says.
  if (typeof text !== 'string') throw new TypeError('a canonical text is made of strings only');
  return NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The same as `canonicalJson(entry)`: one text of known members is several times as fast. */
const entryText = (entry: SealedEntry): string =>
  `{"account":${quote(entry.account)},"amount":${quote(entry.amount)}` +
  `,"balanceAfter":${quote(entry.balanceAfter)},"businessOn":${quote(entry.businessOn)}` +
  `,"dimensions":[${entry.dimensions.map(quote).join(',')}]` +
  (entry.facets === undefined ? '' : `,"facets":${canonicalJson(entry.facets)}`) +
  `,"line":${quote(entry.line)},"section":${quote(entry.section)}` +
  `,"seq":${quote(entry.seq)},"side":${quote(entry.side)}}`;

/** The canonical text of a journal: that of `canonicalJson`, with its members and no others. */
export function journalText(journal: SealedJournal): string {
  const { request, voucher } = journal;
  return (
    `{"book":${quote(journal.book)},"bookedAt":${quote(journal.bookedAt)}` +
    `,"businessOn":${quote(journal.businessOn)},"entries":[${journal.entries.map(entryText).join(',')}]` +
    `,"entryCount":${quote(journal.entryCount)}` +
    (journal.evidence === undefined ? '' : `,"evidence":${canonicalJson(journal.evidence)}`) +
    `,"fact":${quote(journal.fact)}` +
    `,"format":${quote(journal.format)},"madeBy":${quote(journal.madeBy)},"number":${quote(journal.number)}` +
    (request === undefined
      ? ''
      : `,"request":{"bodyHash":${quote(request.bodyHash)},"id":${quote(request.id)},"key":${quote(request.key)}}`) +
    (journal.reverses === undefined ? '' : `,"reverses":${quote(journal.reverses)}`) +
    `,"summary":${quote(journal.summary)},"voucher":{"month":${quote(voucher.month)}` +
    `,"number":${quote(voucher.number)},"word":${quote(voucher.word)}}}`
  );
}
