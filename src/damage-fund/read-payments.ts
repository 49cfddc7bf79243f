import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { formatYuan } from '../money';
import type { paymentView, reportView } from './milestone-schemas';

type Payment = z.infer<typeof paymentView>;
type Paper = Payment['papers'][number];
type Report = z.infer<typeof reportView>;

const REPORTS = `
  SELECT r.id, r.kind, r.body, r.reported_on::text AS "reportedOn", r.plan_version AS version,
         jsonb_build_object('id', d.id, 'name', d.name) AS document, p.name AS "recordedBy"
    FROM fund.plan_report r JOIN fund.document d ON d.id = r.document_id JOIN fund.person p ON p.id = r.recorded_by_id
   WHERE r.plan_id = $1 AND ($2::uuid IS NULL OR r.id = $2) ORDER BY r.id DESC`;

/** Reports on the works of a plan, the newest first; one of them where its id is given. */
export const readReports = (tx: EntityManager, planId: string, id?: string): Promise<Report[]> =>
  tx.query<Report[]>(REPORTS, [planId, id ?? null]);

const PAYMENTS = `
  SELECT m.approval_request_id AS approval, o.id AS "payOut", s.number AS milestone, m.purpose, m.amount_fen AS fen,
         m.paid_on::text AS "paidOn", a.holder_name AS holder, '**** ' || a.last4 AS masked,
         x.returned_on::text AS "returnedOn",
         (SELECT jsonb_agg(jsonb_build_object('kind', q.kind, 'document', jsonb_build_object('id', d.id, 'name', d.name),
                   'issuer', q.issuer, 'number', q.number, 'fen', q.amount_fen::text) ORDER BY q.id)
            FROM fund.milestone_paper q JOIN fund.document d ON d.id = q.document_id
           WHERE q.payment_id = m.approval_request_id) AS papers
    FROM fund.milestone_payment m
    JOIN fund.plan_milestone s ON s.id = m.milestone_id
    JOIN fund.pay_out o ON o.approval_request_id = m.approval_request_id
    JOIN fund.bank_account a ON a.id = o.bank_account_id
    LEFT JOIN fund.pay_out_return x ON x.pay_out_id = o.id
   WHERE m.plan_id = $1 ORDER BY o.id DESC`;

type Row = Omit<Payment, 'amount' | 'papers'> & {
  readonly fen: string;
  readonly papers: readonly (Omit<Paper, 'amount'> & { readonly fen: string | null })[];
};

/** What was paid of a plan, the newest first. */
export async function readPayments(tx: EntityManager, planId: string): Promise<Payment[]> {
  const rows = await tx.query<Row[]>(PAYMENTS, [planId]);
  return rows.map(({ fen, papers, ...row }) => ({
    ...row,
    amount: formatYuan(BigInt(fen)),
    papers: papers.map(({ fen: of, ...paper }) => ({
      ...paper,
      amount: of === null ? null : formatYuan(BigInt(of)),
    })),
  }));
}
