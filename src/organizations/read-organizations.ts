import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { businessDate, type BusinessDate } from '../calendar';
import { DomainError } from '../errors';
import { asService, booksOf, type Caller } from '../identity';
import { today } from '../platform/database/today';
import { changedFields, type ContentJson } from '../platform/json/content-hash';
import { qualificationOn } from './judge-qualification';
import type {
  organizationDetail,
  organizationItem,
  qualificationAsOf,
} from './organization-schemas';
import { Organization, type OrganizationState } from './organization.entity';

type Item = z.infer<typeof organizationItem>;
type Detail = z.infer<typeof organizationDetail>;

/** How many days before its end a certificate counts as expiring. */
const EXPIRING_WITHIN = 60;

// Staff read the files in the books that they may read, members their own organization's; row-level
// security says the same (migration 0024).
const OF_CALLER = `(o.book_id = ANY ($1::integer[]) OR o.uscc = $2 AND (b.kind = 'sandbox') = $3)`;

const ITEM = `
  SELECT o.id, b.code AS book, o.uscc, o.name, o.kind, o.state, o.valid_until AS "validUntil", o.version,
         coalesce(o.valid_until <= (now() AT TIME ZONE 'Asia/Shanghai')::date + ${String(EXPIRING_WITHIN)}, false)
           AS expiring
    FROM fund.organization o JOIN ledger.book b ON b.id = o.book_id
   WHERE ${OF_CALLER}`;

async function rightsOf(tx: EntityManager, caller: Caller): Promise<unknown[]> {
  const books =
    caller.bureauId === null
      ? []
      : await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return [books.map(({ id }) => id), caller.creditCode, caller.sandbox];
}

/** Which organizations are listed. */
export interface OrganizationFilter {
  /** Code of the book. */
  readonly book?: string | undefined;
  readonly state?: OrganizationState | undefined;
  /** Part of the name, or the beginning of the credit code. */
  readonly q?: string | undefined;
}

/** Organizations that the caller may see, by name. */
export async function listOrganizations(
  tx: EntityManager,
  caller: Caller,
  { book, state, q }: OrganizationFilter,
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<Item[]> {
  return tx.query<Item[]>(
    `${ITEM} AND ($4::text IS NULL OR b.code = $4) AND ($5::text IS NULL OR o.state = $5)
        AND ($6::text IS NULL OR position($6 IN o.name) > 0 OR starts_with(o.uscc, $6))
        AND ($7::text IS NULL OR (o.name, o.id) > ($7, $8::uuid))
      ORDER BY o.name, o.id LIMIT $9`,
    [
      ...(await rightsOf(tx, caller)),
      book ?? null,
      state ?? null,
      q ?? null,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      page.limit,
    ],
  );
}

async function findOrganization(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly item: Item; readonly organization: Organization }> {
  const [item] = await tx.query<Item[]>(`${ITEM} AND o.id = $4`, [
    ...(await rightsOf(tx, caller)),
    id,
  ]);
  if (item === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return { item, organization: await tx.findOneByOrFail(Organization, { id }) };
}

/** The request that a row was decided by, where the reader sees it. */
const REQUEST_OF = (row: string): string =>
  `LEFT JOIN fund.approval_request r ON r.id = ${row}.approval_request_id`;

async function historyOf(tx: EntityManager, id: string): Promise<Detail['history']> {
  const rows = await tx.query<
    {
      version: number;
      facts: ContentJson;
      reason: string;
      recorded_at: Date;
      approval: string | null;
    }[]
  >(
    `SELECT v.version, v.facts, v.reason, v.recorded_at, r.id AS approval
       FROM fund.organization_version v ${REQUEST_OF('v')} WHERE v.organization_id = $1 ORDER BY v.version`,
    [id],
  );
  return rows.map(({ version, facts, reason, recorded_at, approval }, index) => {
    const before = rows[index - 1];
    return {
      version,
      reason,
      recordedAt: recorded_at.toISOString(),
      changed: before === undefined ? [] : changedFields(before.facts, facts),
      approval,
    };
  });
}

/**
 * Everything that is known of an organization.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readOrganization(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<Detail> {
  const { item, organization } = await findOrganization(tx, caller, id);
  const { value } = await qualificationOn(tx, organization, businessDate(await today(tx)));
  const read = <Row>(sql: string): Promise<Row[]> => tx.query<Row[]>(sql, [id]);
  const opinions = await read<Detail['opinions'][number]>(
    `SELECT o.as_of AS "asOf", o.favourable, o.opinion, o.given_by AS "givenBy", o.approved_by AS "approvedBy",
            r.id AS approval
       FROM fund.organization_opinion o ${REQUEST_OF('o')}
      WHERE o.organization_id = $1 ORDER BY o.recorded_at, o.id`,
  );
  return {
    ...item,
    registrarRegion: organization.registrarRegion,
    registeredOn: organization.registeredOn,
    activeSince: organization.activeSince,
    annualReports: organization.annualReportYears,
    cleanRecordStatementOn: organization.cleanRecordStatementOn,
    charterRelated: organization.charterRelated,
    reviewedBy: caller.creditCode === null ? organization.reviewedBy : null,
    email: organization.email,
    qualification: { status: value.status, reasons: [...value.reasons] },
    penalties: await read(
      `SELECT decided_on AS "decidedOn", cause FROM fund.organization_penalty
        WHERE organization_id = $1 ORDER BY decided_on, id`,
    ),
    evidence: await read(
      `SELECT e.kind, e.year, e.document_id AS document, encode(d.sha256, 'hex') AS sha256, d.name, e.valid_until AS "validUntil"
         FROM fund.organization_evidence e JOIN fund.document d ON d.id = e.document_id
        WHERE e.organization_id = $1 AND e.version = (
                SELECT o.version FROM fund.organization o WHERE o.id = e.organization_id)
        ORDER BY e.ordinal`,
    ),
    standing: await read(
      `SELECT s.action, s.effective_on AS "effectiveOn", s.reason, r.id AS approval
         FROM fund.organization_standing s ${REQUEST_OF('s')}
        WHERE s.organization_id = $1 ORDER BY s.recorded_at, s.id`,
    ),
    opinions:
      caller.creditCode === null
        ? opinions
        : opinions.map((opinion) => ({ ...opinion, givenBy: null, approvedBy: null })),
    history: await historyOf(tx, id),
    // An organization sees no case but through its own verdicts.
    cases: await asService(tx, () =>
      read(
        `SELECT c.number, c.court, c.filed_on AS "filedOn", q.status, q.reasons
         FROM fund.qualification q JOIN fund.litigation_case c ON c.id = q.case_id
        WHERE q.organization_id = $1 ORDER BY c.filed_on, c.number`,
      ),
    ),
  };
}

/**
 * Whether an organization could sue, were a case filed on a day, with every reason and its article.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readQualification(
  tx: EntityManager,
  caller: Caller,
  id: string,
  given: BusinessDate | undefined,
): Promise<z.infer<typeof qualificationAsOf>> {
  const { organization } = await findOrganization(tx, caller, id);
  const asOf = given ?? businessDate(await today(tx));
  const { value, explanation } = await qualificationOn(tx, organization, asOf);
  const { rule, ruleVersion, articles, steps } = explanation;
  return {
    asOf,
    status: value.status,
    reasons: [...value.reasons],
    rule,
    ruleVersion,
    articles: [...articles],
    steps: steps.map(({ what, gives }) => ({ what, gives })),
  };
}
