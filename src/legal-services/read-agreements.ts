import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { formatPercent, type InstalmentDue } from '../law';
import { fen, formatYuan } from '../money';
import type {
  agreementDetail,
  agreementItem,
  engagementItem,
  trainingItem,
} from './answer-schemas';

type Item = z.infer<typeof agreementItem>;
type Detail = z.infer<typeof agreementDetail>;
type Engagement = z.infer<typeof engagementItem>;
type Training = z.infer<typeof trainingItem>;

interface AgreementRow extends Pick<
  Item,
  'id' | 'number' | 'from' | 'until' | 'endedOn' | 'inForce'
> {
  readonly per_case: string;
  readonly per_instance: string;
  readonly in_all: string;
  readonly used: string;
}

const yuanOf = (digits: string): string => formatYuan(fen(BigInt(digits)));

const AGREEMENT = `
  a.id, a.number, a.from_on AS "from", a.until_on AS "until", a.ended_on AS "endedOn",
  (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN a.from_on AND least(a.until_on, a.ended_on) AS "inForce",
  a.cap_per_case_fen AS per_case, a.cap_per_instance_fen AS per_instance, a.cap_in_all_fen AS in_all,
  a.used_fen AS used`;

const itemOf = ({ per_case, per_instance, in_all, used, ...row }: AgreementRow): Item => ({
  ...row,
  perCase: yuanOf(per_case),
  perInstance: yuanOf(per_instance),
  inAll: yuanOf(in_all),
  used: yuanOf(used),
  remaining: formatYuan(fen(BigInt(in_all) - BigInt(used))),
});

/** The agreements with a firm, the latest first. */
export async function readAgreementsOf(tx: EntityManager, lawFirm: string): Promise<Item[]> {
  const rows = await tx.query<AgreementRow[]>(
    `SELECT ${AGREEMENT} FROM fund.service_agreement a WHERE a.law_firm_id = $1
      ORDER BY a.from_on DESC, a.id DESC`,
    [lawFirm],
  );
  return rows.map(itemOf);
}

/** Engagements of a firm, or under an agreement, the latest first, each with its evaluation. */
export async function readEngagements(
  tx: EntityManager,
  of: { readonly lawFirm: string } | { readonly agreement: string },
): Promise<Engagement[]> {
  const [column, id] = 'lawFirm' in of ? ['a.law_firm_id', of.lawFirm] : ['a.id', of.agreement];
  const rows = await tx.query<(Engagement & { fee: string })[]>(
    `SELECT e.id, json_build_object('id', a.id, 'number', a.number) AS agreement,
            json_build_object('id', c.id, 'number', c.number, 'court', c.court) AS case,
            json_build_object('id', o.id, 'name', o.name) AS organization,
            ARRAY(SELECT l.name FROM fund.legal_engagement_lawyer x JOIN fund.lawyer l ON l.id = x.lawyer_id
                   WHERE x.engagement_id = e.id ORDER BY l.licence_number) AS lawyers,
            e.instance, e.fee_fen AS fee, e.engaged_on AS "engagedOn", r.id AS approval,
            CASE WHEN v.engagement_id IS NOT NULL THEN json_build_object(
              'closedOn', v.closed_on, 'diligence', v.diligence, 'quality', v.quality,
              'timeliness', v.timeliness, 'opinion', v.opinion, 'evaluatedBy', coalesce(p.name, ''),
              'recordedAt', to_char(v.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS evaluation
       FROM fund.legal_engagement e
       JOIN fund.service_agreement a ON a.id = e.agreement_id
       JOIN fund.litigation_case c ON c.id = e.case_id
       JOIN fund.organization o ON o.id = e.organization_id
       LEFT JOIN fund.approval_request r ON r.id = e.approval_request_id
       LEFT JOIN fund.legal_evaluation v ON v.engagement_id = e.id
       LEFT JOIN fund.person p ON p.id = v.evaluated_by_id
      WHERE ${column} = $1 ORDER BY e.engaged_on DESC, e.id DESC`,
    [id],
  );
  return rows.map((row) => ({ ...row, fee: yuanOf(row.fee) }));
}

interface DetailRow
  extends AgreementRow, Pick<Detail, 'book' | 'lawFirm' | 'scope' | 'endReason' | 'approval'> {
  readonly end_approval: string | null;
}

async function instalmentsOf(tx: EntityManager, id: string): Promise<Detail['instalments']> {
  const rows = await tx.query<
    { due: InstalmentDue; basis_points: number | null; amount: string | null }[]
  >(
    `SELECT i.due, i.basis_points, i.amount_fen AS amount FROM fund.service_agreement_instalment i
      WHERE i.agreement_id = $1 ORDER BY i.ordinal`,
    [id],
  );
  return rows.map(({ due, basis_points, amount }) => ({
    due,
    percent: basis_points === null ? null : formatPercent(BigInt(basis_points)),
    amount: amount === null ? null : yuanOf(amount),
  }));
}

/**
 * An agreement with everything that was agreed, and what happened under it.
 *
 * @param books ids of those that the caller may read
 * @throws DomainError NOT_FOUND
 */
export async function readAgreement(
  tx: EntityManager,
  books: readonly number[],
  id: string,
): Promise<Detail> {
  const [row] = await tx.query<DetailRow[]>(
    `SELECT ${AGREEMENT}, b.code AS book, json_build_object('id', f.id, 'name', f.name) AS "lawFirm",
            a.scope, a.end_reason AS "endReason", r.id AS approval, x.id AS end_approval
       FROM fund.service_agreement a
       JOIN ledger.book b ON b.id = a.book_id
       JOIN fund.law_firm f ON f.id = a.law_firm_id
       LEFT JOIN fund.approval_request r ON r.id = a.approval_request_id
       LEFT JOIN fund.approval_request x ON x.id = a.end_request_id
      WHERE a.id = $1 AND a.book_id = ANY ($2::integer[])`,
    [id, books],
  );
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  const { book, lawFirm, scope, endReason, approval, end_approval, ...agreement } = row;
  return {
    ...itemOf(agreement),
    ...{ book, lawFirm, scope, endReason, approval, endApproval: end_approval },
    instalments: await instalmentsOf(tx, id),
    documents: await tx.query<Detail['documents']>(
      `SELECT d.id, encode(d.sha256, 'hex') AS sha256, d.name
         FROM fund.service_agreement_document x JOIN fund.document d ON d.id = x.document_id
        WHERE x.agreement_id = $1 ORDER BY x.ordinal`,
      [id],
    ),
    engagements: await readEngagements(tx, { agreement: id }),
  };
}

/** Records of training and guidance, the latest first. */
export async function listTraining(
  tx: EntityManager,
  books: readonly number[],
  {
    book,
    limit,
    after,
  }: {
    readonly book?: string | undefined;
    readonly limit: number;
    readonly after?: readonly [string, string] | undefined;
  },
): Promise<Training[]> {
  return tx.query<Training[]>(
    `SELECT t.id, b.code AS book, t.kind, t.held_on AS "heldOn", t.topic, t.held_by AS "heldBy", t.attended,
            coalesce(p.name, '') AS "recordedBy",
            coalesce((SELECT json_agg(json_build_object('id', d.id, 'sha256', encode(d.sha256, 'hex'), 'name', d.name)
                               ORDER BY x.ordinal)
                        FROM fund.training_document x JOIN fund.document d ON d.id = x.document_id
                       WHERE x.training_id = t.id), '[]') AS documents
       FROM fund.training_record t JOIN ledger.book b ON b.id = t.book_id
       LEFT JOIN fund.person p ON p.id = t.recorded_by_id
      WHERE t.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR b.code = $2)
        AND ($3::date IS NULL OR (t.held_on, t.id) < ($3::date, $4::uuid))
      ORDER BY t.held_on DESC, t.id DESC LIMIT $5`,
    [books, book ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}
