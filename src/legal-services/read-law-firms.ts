import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { fen, formatYuan } from '../money';
import { changedFields, type ContentJson } from '../platform/json/content-hash';
import type { engagementChoices, lawFirmDetail, lawFirmItem } from './answer-schemas';
import type { LawFirmState } from './law-firm.entity';
import { readAgreementsOf, readEngagements } from './read-agreements';

type Item = z.infer<typeof lawFirmItem>;
type Detail = z.infer<typeof lawFirmDetail>;

const ITEM = `
  SELECT f.id, b.code AS book, f.uscc, f.name, f.licence_number AS "licenceNumber", f.region, f.state, f.version
    FROM fund.law_firm f JOIN ledger.book b ON b.id = f.book_id
   WHERE f.book_id = ANY ($1::integer[])`;

/** Ids of the books that a caller may read; row-level security says the same once more. */
export async function idsOfBooks(tx: EntityManager, caller: Caller): Promise<number[]> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return books.map(({ id }) => id);
}

/** Which law firms are listed. */
export interface LawFirmFilter {
  /** Code of the book. */
  readonly book?: string | undefined;
  readonly state?: LawFirmState | undefined;
  /** Part of the name, or the beginning of the credit code or the licence number. */
  readonly q?: string | undefined;
}

/** Law firms that the caller may see, by name. */
export async function listFirms(
  tx: EntityManager,
  caller: Caller,
  {
    book = null,
    state = null,
    q = null,
  }: { [Name in keyof LawFirmFilter]: LawFirmFilter[Name] | null },
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<Item[]> {
  const [name = null, id = null] = page.after ?? [];
  return tx.query<Item[]>(
    `${ITEM} AND ($2::text IS NULL OR b.code = $2) AND ($3::text IS NULL OR f.state = $3)
        AND ($4::text IS NULL OR position($4 IN f.name) > 0 OR starts_with(f.uscc, $4)
             OR starts_with(f.licence_number, $4))
        AND ($5::text IS NULL OR (f.name, f.id) > ($5, $6::uuid))
      ORDER BY f.name, f.id LIMIT $7`,
    [await idsOfBooks(tx, caller), book, state, q, name, id, page.limit],
  );
}

async function findFirm(tx: EntityManager, caller: Caller, id: string): Promise<Item> {
  const [item] = await tx.query<Item[]>(`${ITEM} AND f.id = $2`, [
    await idsOfBooks(tx, caller),
    id,
  ]);
  if (item === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return item;
}

interface VersionRow {
  readonly version: number;
  readonly facts: ContentJson;
  readonly source: Omit<Detail['source'], 'winningPrice'>;
  readonly price: string | null;
  readonly reason: string;
  readonly entered_by: string;
  readonly recorded_at: Date;
  readonly approval: string | null;
}

const versionsOf = (tx: EntityManager, id: string): Promise<VersionRow[]> =>
  tx.query<VersionRow[]>(
    `SELECT v.version, v.facts, v.winning_price_fen AS price, v.reason, v.entered_by, v.recorded_at,
            jsonb_build_object('kind', v.source_kind, 'number', v.source_number, 'on', v.source_on,
              'authority', v.authority, 'method', v.tender_method, 'bidders', v.bidders) AS source,
            r.id AS approval
       FROM fund.law_firm_version v LEFT JOIN fund.approval_request r ON r.id = v.approval_request_id
      WHERE v.law_firm_id = $1 ORDER BY v.version`,
    [id],
  );

/**
 * Everything that is known of a law firm.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readFirm(tx: EntityManager, caller: Caller, id: string): Promise<Detail> {
  const item = await findFirm(tx, caller, id);
  const versions = await versionsOf(tx, id);
  const latest = versions.at(-1);
  if (latest === undefined) throw new Error(`the law firm ${id} has no version`);
  return {
    ...item,
    source: {
      ...latest.source,
      winningPrice: latest.price === null ? null : formatYuan(fen(BigInt(latest.price))),
    },
    documents: await tx.query<Detail['documents']>(
      `SELECT d.id, encode(d.sha256, 'hex') AS sha256, d.name
         FROM fund.law_firm_document x JOIN fund.document d ON d.id = x.document_id
        WHERE x.law_firm_id = $1 AND x.version = $2 ORDER BY x.ordinal`,
      [id, latest.version],
    ),
    lawyers: await tx.query<Detail['lawyers']>(
      `SELECT l.id, l.name, l.licence_number AS "licenceNumber", l.field, l.state
         FROM fund.lawyer l WHERE l.law_firm_id = $1 ORDER BY l.state, l.licence_number`,
      [id],
    ),
    agreements: await readAgreementsOf(tx, id),
    engagements: await readEngagements(tx, { lawFirm: id }),
    history: versions.map(({ version, facts, reason, entered_by, recorded_at, approval }, at) => {
      const before = versions[at - 1];
      return {
        version,
        reason,
        enteredBy: entered_by,
        recordedAt: recorded_at.toISOString(),
        changed: before === undefined ? [] : changedFields(before.facts, facts),
        approval,
      };
    }),
  };
}

/**
 * What an engagement of a firm can be about: its agreements in force and its lawyers, and the latest
 * cases and the organizations of its book.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readEngagementChoices(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<z.infer<typeof engagementChoices>> {
  await findFirm(tx, caller, id);
  const agreements = await readAgreementsOf(tx, id);
  const read = <Row>(sql: string): Promise<Row[]> => tx.query<Row[]>(sql, [id]);
  return {
    agreements: agreements
      .filter(({ inForce }) => inForce)
      .map(({ id: agreement, number, remaining }) => ({ id: agreement, number, remaining })),
    lawyers: await read(
      `SELECT l.id, l.name, l.field FROM fund.lawyer l
        WHERE l.law_firm_id = $1 AND l.state = 'active' ORDER BY l.licence_number`,
    ),
    cases: await read(
      `SELECT c.id, c.number, c.court FROM fund.litigation_case c JOIN fund.law_firm f ON f.book_id = c.book_id
        WHERE f.id = $1 ORDER BY c.filed_on DESC, c.id LIMIT 500`,
    ),
    organizations: await read(
      `SELECT o.id, o.name FROM fund.organization o JOIN fund.law_firm f ON f.book_id = o.book_id
        WHERE f.id = $1 ORDER BY o.name, o.id LIMIT 500`,
    ),
  };
}
