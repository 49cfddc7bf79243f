import type { EntityManager } from 'typeorm';
import { damageAccounts } from '../accounting';
import type { LitigationCase } from '../cases';

/** Stages of damage money, in the order in which it goes through them. */
export const STAGES = ['received', 'remitted', 'appropriated', 'paid'] as const;
export type FlowStage = (typeof STAGES)[number];

/** A line of the books. */
export interface BookedLine {
  readonly journal: string;
  readonly line: number;
  readonly voucher: string;
  readonly on: string;
  /** Posting request, where its page is found. */
  readonly request: string;
}

/** A paper that money was paid on. */
export interface PaidOn {
  readonly kind: string;
  readonly document: string;
  readonly name: string;
  readonly issuer: string | null;
  readonly number: string | null;
  readonly amount: string | null;
}

/** Where money went that went to no plan. */
export interface WentElsewhere {
  readonly goesTo: 'other_case' | 'treasury';
  /** Number of the case whose costs it paid, and the court's document by which it did. */
  readonly otherCase: string | null;
  readonly court: string | null;
  readonly number: string | null;
}

/** Money that came, went to the treasury, came back or was spent, net of what was taken back. */
export interface Movement {
  readonly id: string;
  readonly stage: FlowStage;
  readonly fen: string;
  readonly on: string;
  readonly source: 'receipt' | 'interest' | 'deficit' | null;
  readonly receipt: {
    readonly id: string;
    readonly ref: string;
    readonly payer: string;
    readonly bankReference: string;
    readonly amount: string;
  } | null;
  readonly plan: string | null;
  readonly milestone: string | null;
  readonly purpose: string | null;
  readonly payee: string | null;
  readonly elsewhere: WentElsewhere | null;
  readonly papers: readonly PaidOn[];
  readonly lines: readonly BookedLine[];
}

// A reversal counts for what it takes back, so that what was reversed is nothing, and a receipt is what is left of its
// allocation after judgments changed. Journals of receipts name them in their summary, which no one can change. What
// went elsewhere is told by the key of its request, which is that of the payment, or of what the bank sent back of it.
const MOVEMENTS = `
WITH lines AS (
  SELECT e.journal_number, e.line, a.code, e.amount, coalesce(o.reverses, j.reverses, j.number) AS root
    FROM ledger.account a
    JOIN ledger.entry e ON e.account_id = a.id
    JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
    LEFT JOIN ledger.journal o ON o.number = j.reverses AND o.book_id = j.book_id
   WHERE a.book_id = $1 AND a.dimension_2 = $2::text AND a.code = ANY ($3::text[])
), told AS (
  SELECT l.*, r.fact, r.business_on, e.facets, rc.id AS receipt,
         CASE WHEN r.fact IN ('receipt_allocated', 'allocation_undone', 'receipt_reallocated') THEN 'receipt ' || coalesce(rc.id::text, r.number::text)
              WHEN r.fact IN ('spent_to_recover', 'spent_carried') THEN 'deficit'
              WHEN o.id IS NOT NULL THEN 'payment ' || o.id
              ELSE 'journal ' || r.number END AS id,
         CASE WHEN r.fact IN ('milestone_paid', 'cross_case_cost_paid', 'cross_case_cost_returned', 'surplus_surrendered') THEN 'paid' WHEN r.fact = 'damages_remitted' THEN 'remitted' ELSE 'received' END AS stage,
         m.id AS milestone_id, m.payee, o.approval_request_id AS approval
    FROM lines l
    JOIN ledger.journal r ON r.number = l.root AND r.book_id = $1
    JOIN ledger.entry e ON e.journal_number = l.journal_number AND e.line = l.line AND e.book_id = $1
    LEFT JOIN fund.receipt rc ON rc.case_id = $2::uuid AND r.summary = CASE r.fact
      WHEN 'receipt_allocated' THEN '执行款分配 ' WHEN 'allocation_undone' THEN '冲销执行款分配 '
      WHEN 'receipt_reallocated' THEN '执行款重新分配 ' END || rc.ref
    LEFT JOIN fund.plan_milestone m ON m.request_id = r.request_id
    LEFT JOIN ledger.posting_request q ON q.id = r.request_id AND q.book_id = $1
    LEFT JOIN fund.pay_out o ON o.book_id = $1 AND o.case_id = $2::uuid AND o.kind IN ('cross_case_cost', 'damage_surplus')
     AND q.idempotency_key = CASE r.fact WHEN 'cross_case_cost_returned' THEN 'pay-out-return:' || o.id ELSE o.posting_key END || ':' || r.fact
), summed AS (
  SELECT t.id, t.stage, min(t.root) AS first, min(t.business_on) AS day, (array_agg(t.receipt))[1] AS receipt,
         sum(CASE t.stage WHEN 'received' THEN -t.amount ELSE t.amount END) AS fen, min(t.fact) AS fact,
         (array_agg(t.facets ->> 'plan'))[1] AS plan, (array_agg(t.facets ->> 'milestone'))[1] AS milestone,
         (array_agg(t.facets ->> 'purpose'))[1] AS purpose, (array_agg(t.payee))[1] AS payee,
         (array_agg(t.milestone_id))[1] AS milestone_id, (array_agg(t.approval))[1] AS approval,
         jsonb_agg(jsonb_build_object('journal', j.number::text, 'line', t.line, 'on', j.business_on, 'request', j.request_id::text,
           'voucher', j.voucher_word || '-' || to_char(j.voucher_month, 'YYYY-MM') || '-' || lpad(j.voucher_number::text, 4, '0'))
           ORDER BY j.number, t.line) AS lines
    FROM told t JOIN ledger.journal j ON j.number = t.journal_number AND j.book_id = $1
   GROUP BY t.id, t.stage
)
SELECT s.id, s.stage, s.fen::text AS fen, s.day::text AS on,
       CASE WHEN s.stage <> 'received' THEN NULL WHEN s.id = 'deficit' THEN 'deficit'
            WHEN s.id LIKE 'receipt %' THEN 'receipt' ELSE 'interest' END AS source,
       CASE WHEN rc.id IS NOT NULL THEN jsonb_build_object('id', rc.id, 'ref', rc.ref, 'payer', d.name,
         'bankReference', rc.bank_reference, 'amount', rc.amount_fen::text) END AS receipt,
       s.plan, s.milestone, s.purpose, coalesce(s.payee, a.holder_name) AS payee,
       CASE WHEN y.approval_request_id IS NOT NULL THEN jsonb_build_object('goesTo', 'other_case', 'otherCase', oc.number,
              'court', y.court, 'number', y.document_number)
            WHEN s.fact = 'surplus_surrendered' THEN jsonb_build_object('goesTo', 'treasury', 'otherCase', NULL,
              'court', NULL, 'number', NULL) END AS elsewhere,
       CASE WHEN y.approval_request_id IS NOT NULL THEN (SELECT jsonb_build_array(jsonb_build_object('kind', 'court_document',
              'document', x.id, 'name', x.name, 'issuer', y.court, 'number', y.document_number, 'amount', y.document_amount_fen::text))
              FROM fund.document x WHERE x.id = y.document_id)
       ELSE coalesce((SELECT jsonb_agg(jsonb_build_object('kind', p.kind, 'document', p.document_id, 'name', x.name, 'issuer', p.issuer,
                   'number', p.number, 'amount', p.amount_fen::text) ORDER BY p.kind, p.id)
                   FROM fund.milestone_paper p JOIN fund.document x ON x.id = p.document_id
                  WHERE p.milestone_id = s.milestone_id AND NOT EXISTS (
                    SELECT FROM fund.pay_out o JOIN fund.pay_out_return b ON b.pay_out_id = o.id
                     WHERE o.approval_request_id = p.payment_id)), '[]') END AS papers,
       s.lines
  FROM summed s
  LEFT JOIN fund.receipt rc ON rc.id = s.receipt
  LEFT JOIN fund.defendant d ON d.id = rc.defendant_id
  LEFT JOIN fund.cross_case_cost y ON y.approval_request_id = s.approval
  LEFT JOIN fund.litigation_case oc ON oc.id = y.other_case_id
  LEFT JOIN fund.pay_out z ON z.approval_request_id = s.approval
  LEFT JOIN fund.bank_account a ON a.id = z.bank_account_id
 WHERE s.fen > 0
 ORDER BY s.first`;

// Budget money that names the case, as it came; what lapsed of it went back from its end.
const APPROPRIATED = `
SELECT 'appropriation ' || c.id AS id, 'appropriated' AS stage, c.change, c.amount_fen::text AS fen, c.business_on::text AS on,
       NULL AS source, NULL AS receipt, NULL AS plan, NULL AS milestone, NULL AS purpose, NULL AS payee, NULL AS elsewhere, '[]'::jsonb AS papers,
       jsonb_build_array(jsonb_build_object('journal', j.number::text, 'line', e.line, 'on', j.business_on, 'request', j.request_id::text,
         'voucher', j.voucher_word || '-' || to_char(j.voucher_month, 'YYYY-MM') || '-' || lpad(j.voucher_number::text, 4, '0'))) AS lines
  FROM fund.budget_change c
  JOIN ledger.journal j ON j.request_id = c.request_id AND j.book_id = c.book_id
  JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id AND e.amount > 0
 WHERE c.case_id = $1::uuid AND c.change IN ('appropriation', 'lapse') ORDER BY j.number`;

/** Budget money for the case that did not lapse. */
async function readAppropriated(tx: EntityManager, caseId: string): Promise<Movement[]> {
  const rows = await tx.query<(Movement & { readonly change: string })[]>(APPROPRIATED, [caseId]);
  let lapsed = rows
    .filter(({ change }) => change === 'lapse')
    .reduce((sum, { fen }) => sum + BigInt(fen), 0n);
  const left = rows
    .filter(({ change }) => change === 'appropriation')
    .toReversed()
    .map((row) => {
      const fen = BigInt(row.fen);
      const gone = fen < lapsed ? fen : lapsed;
      lapsed -= gone;
      return { ...row, fen: String(fen - gone) };
    });
  return left.filter(({ fen }) => fen !== '0').toReversed();
}

/** All movements of the damage money of a case in the order of the books. */
export async function readMovements(
  tx: EntityManager,
  { id, bookId, damageRoute }: Pick<LitigationCase, 'id' | 'bookId' | 'damageRoute'>,
): Promise<Movement[]> {
  const { owed, spent } = damageAccounts(damageRoute);
  const moved = await tx.query<Movement[]>(MOVEMENTS, [bookId, id, [...new Set([owed, spent])]]);
  return [...moved, ...(await readAppropriated(tx, id))];
}
