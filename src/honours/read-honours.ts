import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { asService, booksOf, type Caller } from '../identity';
import type { HonourItem } from './honour-schemas';
import type { HonourKind } from './honour.entity';

// Staff read the register of the books that they may read, members what their own organization has; row-level
// security says the same (migration 0086).
const HONOURS = `
  SELECT h.id, b.code AS book, '荣〔' || h.year || '〕' || h.ordinal || '号' AS number, h.kind,
         jsonb_build_object('id', h.organization_id, 'name', h.organization_name) AS organization,
         h.granted_on::text AS "grantedOn", h.ground,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number) ORDER BY c.number)
                     FROM fund.honour_case x JOIN fund.litigation_case c ON c.id = x.case_id
                    WHERE x.honour_id = h.id), '[]') AS cases,
         (SELECT jsonb_build_object('on', v.revoked_on, 'reason', v.reason)
            FROM fund.honour_revocation v WHERE v.honour_id = h.id) AS revoked,
         r.id AS approval
    FROM fund.honour h
    JOIN fund.organization o ON o.id = h.organization_id
    JOIN ledger.book b ON b.id = h.book_id
    LEFT JOIN fund.approval_request r ON r.id = h.approval_request_id
   WHERE (h.book_id = ANY ($1::integer[]) OR o.uscc = $2 AND (b.kind = 'sandbox') = $3)`;

async function rightsOf(tx: EntityManager, caller: Caller): Promise<unknown[]> {
  const books =
    caller.bureauId === null
      ? []
      : await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return [books.map(({ id }) => id), caller.creditCode, caller.sandbox];
}

/** Which honours are listed. */
export interface HonourFilter {
  /** Code of the book. */
  readonly book?: string | undefined;
  readonly kind?: HonourKind | undefined;
  readonly organization?: string | undefined;
}

/** Honours that the caller may see, the latest first. */
export async function listHonours(
  tx: EntityManager,
  caller: Caller,
  { book, kind, organization }: HonourFilter,
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<HonourItem[]> {
  return tx.query<HonourItem[]>(
    `${HONOURS} AND ($4::text IS NULL OR b.code = $4) AND ($5::text IS NULL OR h.kind = $5)
        AND ($6::uuid IS NULL OR h.organization_id = $6)
        AND ($7::date IS NULL OR (h.granted_on, h.id) < ($7, $8::uuid))
      ORDER BY h.granted_on DESC, h.id DESC LIMIT $9`,
    [
      ...(await rightsOf(tx, caller)),
      book,
      kind,
      organization,
      page.after?.[0],
      page.after?.[1],
      page.limit,
    ],
  );
}

/**
 * One honour.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readHonour(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<HonourItem> {
  const [found] = await tx.query<HonourItem[]>(`${HONOURS} AND h.id = $4`, [
    ...(await rightsOf(tx, caller)),
    id,
  ]);
  if (found === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return found;
}

/** Who gives it: an organization does not see the bureau's row, and still has it on its certificate. */
export async function giverOf(tx: EntityManager, id: string): Promise<string> {
  const [row] = await asService(tx, () =>
    tx.query<{ name: string }[]>(
      `SELECT u.name FROM fund.honour h JOIN fund.approval_request r ON r.id = h.approval_request_id
         JOIN fund.bureau u ON u.id = r.bureau_id WHERE h.id = $1`,
      [id],
    ),
  );
  return row?.name ?? '';
}
