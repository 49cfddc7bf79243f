import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Explanation } from '../law';
import { type Prepared, queryPrepared } from '../platform/database/prepared';
import { contentHash, type ContentJson } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { Computation } from './computation.entity';

/** SHA-256 of a subject's content before and after a change; absent where there was none. */
export interface ChangeHashes {
  readonly beforeHash?: Buffer;
  readonly afterHash?: Buffer;
}

/** Something that was done or refused, outside the acts on a book as well. */
export interface EventToRecord extends ChangeHashes {
  /** What was tried, e.g. `session.begin`. */
  readonly action: string;
  readonly bookId?: number;
  readonly bureauId?: string | null;
  readonly person?: string;
  readonly personId?: string | null;
  readonly sessionId?: string | null;
  readonly address?: string;
  readonly subject?: string;
  /** Business date of an act on a book, and its idempotency key. */
  readonly businessOn?: string;
  readonly actKey?: string;
  /** Present where it was refused. */
  readonly refusalCode?: string;
  /** JSON-safe; no secrets. */
  readonly content?: object;
}

const RECORD: Prepared = {
  name: 'audit_event.record',
  text: `
  INSERT INTO fund.audit_event (id, book_id, bureau_id, business_on, person, person_id, session_id, address, action,
                                subject, act_key, before_hash, after_hash, outcome, refusal_code, content)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
};

/** Records an event in the caller's transaction. */
export async function recordEvent(tx: EntityManager, event: EventToRecord): Promise<void> {
  await queryPrepared(tx, RECORD, [
    uuidv7(),
    event.bookId,
    event.bureauId,
    event.businessOn,
    event.person,
    event.personId,
    event.sessionId,
    event.address,
    event.action,
    event.subject,
    event.actKey,
    event.beforeHash,
    event.afterHash,
    event.refusalCode === undefined ? 'accepted' : 'refused',
    event.refusalCode,
    JSON.stringify(event.content ?? {}),
  ]);
}

/** Records, in the act's own transaction, what was done or refused. */
export async function recordAct(
  work: Work,
  action: string,
  content: unknown,
  refusalCode: string | null = null,
  hashes: ChangeHashes = {},
): Promise<void> {
  await recordEvent(work.tx, {
    ...hashes,
    bookId: work.bookId,
    businessOn: work.on,
    person: work.by,
    ...work.from,
    action,
    actKey: work.key,
    ...(refusalCode !== null && { refusalCode }),
    content: content as object,
  });
}

/** Keeps the explanation of a figure that the act computed; `result` is JSON-safe. */
export async function recordComputation(
  work: Work,
  subject: string,
  explanation: Explanation,
  result: unknown,
): Promise<void> {
  await work.tx.insert(Computation, {
    id: uuidv7(),
    bookId: work.bookId,
    businessOn: work.on,
    actKey: work.key,
    subject,
    rule: explanation.rule,
    ruleVersion: explanation.ruleVersion,
    articles: [...explanation.articles],
    inputs: explanation.inputs as object,
    steps: explanation.steps as object,
    result: result as object,
  });
}

/** What of a subject is recorded: SQL that gives it by its id as JSON in the column `content`. */
export interface RecordedContent {
  readonly sql: string;
  readonly id: unknown;
}

/** SHA-256 of what is recorded of a subject; undefined where there is nothing. */
export async function hashOfContent(
  tx: EntityManager,
  { sql, id }: RecordedContent,
): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ content: ContentJson }[]>(
    `SELECT jsonb_strip_nulls(c.content) AS content FROM (${sql}) c`,
    [id],
  );
  return row && contentHash(row.content);
}

/** A month of a book, as the trail hashes it. @param month its first day */
export const periodContent = (bookId: number, month: string): RecordedContent => ({
  id: [String(bookId), month],
  sql: `SELECT to_jsonb(p) AS content FROM ledger.period p
         WHERE p.book_id = ($1::text[])[1]::integer AND p.month = ($1::text[])[2]::date`,
});

/** What becomes of a posting request, as the trail hashes it; what it asks never changes. */
export const requestContent = (request: string): RecordedContent => ({
  id: request,
  sql: `SELECT jsonb_build_object('request', r.id, 'status', r.status, 'attempts', r.attempts,
           'failureCode', r.failure_code, 'failureDetail', r.failure_detail) AS content
          FROM ledger.posting_request r WHERE r.id = $1`,
});

/** Makes a change and tells the hashes of its subject's content before and after. */
export async function hashesAround<T>(
  tx: EntityManager,
  content: RecordedContent,
  change: () => Promise<T>,
): Promise<[T, ChangeHashes]> {
  const beforeHash = await hashOfContent(tx, content);
  const result = await change();
  const afterHash = await hashOfContent(tx, content);
  return [result, { ...(beforeHash && { beforeHash }), ...(afterHash && { afterHash }) }];
}

/** Makes a change and records it, with the hashes of its subject's content before and after. */
export async function recordChange<T>(
  tx: EntityManager,
  content: RecordedContent,
  event: EventToRecord,
  change: () => Promise<T>,
): Promise<T> {
  const [result, hashes] = await hashesAround(tx, content, change);
  await recordEvent(tx, { ...event, ...hashes });
  return result;
}
