import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import type { CaseState } from '../law';
import { formatYuan } from '../money';
import type { caseDetail, caseItem } from './case-schemas';

type Item = z.infer<typeof caseItem>;
type Detail = z.infer<typeof caseDetail>;

interface CaseFilter {
  readonly state?: CaseState | undefined;
  /** Code of the book. */
  readonly book?: string | undefined;
  /** Part of the number. */
  readonly q?: string | undefined;
}

// The function tells an organization of its own cases alone, with the columns that it may know.
const OWN = `
  SELECT c.id, c.book, c.number, c.court, c.filed_on AS "filedOn",
         c.state, jsonb_build_object('status', c.status, 'reasons', c.reasons) AS qualification
    FROM fund.own_cases() c WHERE $1::text IS NOT NULL`;
const OF_BOOKS = `
  SELECT c.id, b.code AS book, c.number, c.court, c.filed_on AS "filedOn", c.state, NULL::jsonb AS qualification
    FROM fund.litigation_case c JOIN ledger.book b ON b.id = c.book_id
   WHERE c.book_id = ANY ($1::integer[])`;

/** The question that the caller may ask, and its first parameter. */
async function casesOf(
  tx: EntityManager,
  caller: Caller,
): Promise<readonly [sql: string, rights: unknown]> {
  if (caller.creditCode !== null) return [OWN, caller.creditCode];
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return [OF_BOOKS, books.map(({ id }) => id)];
}

/** Cases that the caller may see, the newest first. */
export async function listCases(
  tx: EntityManager,
  caller: Caller,
  { book, q, state }: CaseFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Item[]> {
  const [sql, rights] = await casesOf(tx, caller);
  return tx.query<Item[]>(
    `SELECT * FROM (${sql}) c
      WHERE ($2::text IS NULL OR c.book = $2) AND ($3::text IS NULL OR position($3 IN c.number) > 0)
        AND ($4::uuid IS NULL OR c.id < $4) AND ($6::text IS NULL OR c.state = $6)
      ORDER BY c.id DESC LIMIT $5`,
    [rights, book ?? null, q ?? null, page.after ?? null, page.limit, state ?? null],
  );
}

/**
 * A case as lists show it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function caseItemOf(tx: EntityManager, caller: Caller, id: string): Promise<Item> {
  const [sql, rights] = await casesOf(tx, caller);
  const [item] = await tx.query<Item[]>(`SELECT * FROM (${sql}) c WHERE c.id = $2`, [rights, id]);
  if (item === undefined) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  return item;
}

/**
 * A case with its parties, the qualification of each plaintiff, and its advances in short. A plaintiff
 * reads of it what is told of its own.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readCase(tx: EntityManager, caller: Caller, id: string): Promise<Detail> {
  const item = await caseItemOf(tx, caller, id);
  const plaintiffs = await tx.query<Detail['plaintiffs']>(
    `SELECT o.id AS organization, o.uscc, o.name, o.state, q.rule_version AS "ruleVersion", q.status, q.reasons
       FROM fund.qualification q JOIN fund.organization o ON o.id = q.organization_id
      WHERE q.case_id = $1 AND NOT q.is_revoked AND ($2::text IS NULL OR o.uscc = $2) ORDER BY q.id`,
    [id, caller.creditCode],
  );
  const isStaff = caller.creditCode === null;
  return {
    ...item,
    plaintiffs,
    damageRoute: isStaff ? await damageRouteOf(tx, id) : null,
    defendants: isStaff ? await defendantsOf(tx, id) : [],
    advances: isStaff ? await advancesOf(tx, id) : null,
  };
}

async function damageRouteOf(tx: EntityManager, id: string): Promise<Detail['damageRoute']> {
  const [row] = await tx.query<{ route: Detail['damageRoute'] }[]>(
    'SELECT damage_route AS route FROM fund.litigation_case WHERE id = $1',
    [id],
  );
  return row?.route ?? null;
}

const defendantsOf = (tx: EntityManager, id: string): Promise<Detail['defendants']> =>
  tx.query<Detail['defendants']>(
    `SELECT d.id, d.name, d.kind FROM fund.defendant d
      WHERE d.case_id = $1 AND NOT d.is_revoked ORDER BY d.ordinal`,
    [id],
  );

async function advancesOf(tx: EntityManager, id: string): Promise<Detail['advances']> {
  const [row] = await tx.query<
    { applications: number; approved: string; paid: string; settled: string }[]
  >(
    `SELECT count(DISTINCT i.application_id)::integer AS applications, coalesce(sum(i.approved_fen), 0) AS approved,
            coalesce(sum(i.paid_fen), 0) AS paid, coalesce(sum(i.settled_fen), 0) AS settled
       FROM fund.advance_item i WHERE i.case_id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const { applications, approved, paid, settled } = row;
  return {
    applications,
    approved: formatYuan(BigInt(approved)),
    paid: formatYuan(BigInt(paid)),
    settled: formatYuan(BigInt(settled)),
  };
}
