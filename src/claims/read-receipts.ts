import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { formatYuan } from '../money';
import type { inKindView, receiptView } from './receipt-schemas';

type View = z.infer<typeof receiptView>;

type Row = Omit<View, 'amount' | 'overpaid' | 'allocations'> & {
  readonly amount_fen: string;
  readonly overpaid_fen: string;
  readonly allocations: readonly (Omit<View['allocations'][number], 'amount' | 'interestFixed'> & {
    readonly amount_fen: string;
    readonly interest_fen: string | null;
  })[];
};

const RECEIPTS = `
  SELECT r.id, r.ref, jsonb_build_object('id', d.id, 'name', d.name) AS payer, r.amount_fen, r.overpaid_fen, r.kind,
         r.received_on::text AS "receivedOn", r.bank_reference AS "bankReference", p.name AS "recordedBy",
         r.approval_request_id AS approval,
         CASE WHEN v.receipt_id IS NOT NULL THEN jsonb_build_object('on', v.reversed_on, 'reason', v.reason,
           'approval', v.approval_request_id) END AS reversal,
         coalesce((SELECT jsonb_agg(jsonb_build_object('item', i.id, 'itemRef', i.ref, 'kind', i.kind, 'part', a.part,
                     'dueOn', b.due_on, 'amount_fen', a.amount_fen::text, 'interestDays', a.interest_days,
                     'interest_fen', a.interest_fixed_fen::text) ORDER BY a.ordinal)
                     FROM fund.receipt_allocation a JOIN fund.judgment_item i ON i.id = a.item_id
                     JOIN fund.claim_balance b ON b.id = a.balance_id WHERE a.receipt_id = r.id), '[]') AS allocations
    FROM fund.receipt r JOIN fund.defendant d ON d.id = r.defendant_id
    LEFT JOIN fund.person p ON p.id = r.recorded_by_id
    LEFT JOIN fund.receipt_reversal v ON v.receipt_id = r.id
   WHERE r.case_id = $1 AND ($2::uuid IS NULL OR r.id = $2) ORDER BY r.ordinal`;

const yuan = (amount: string): string => formatYuan(BigInt(amount));

/** Money of a case's defendants in the order in which it was recorded, with what it went to. */
export async function readReceipts(
  tx: EntityManager,
  caseId: string,
  id: string | null = null,
): Promise<View[]> {
  const rows = await tx.query<Row[]>(RECEIPTS, [caseId, id]);
  return rows.map(({ amount_fen, overpaid_fen, allocations, ...row }) => ({
    ...row,
    amount: yuan(amount_fen),
    overpaid: yuan(overpaid_fen),
    allocations: allocations.map(({ amount_fen: part, interest_fen: interest, ...rest }) => ({
      ...rest,
      amount: yuan(part),
      interestFixed: interest === null ? null : yuan(interest),
    })),
  }));
}

const IN_KIND = `
  SELECT k.id, i.id AS item, i.ref AS "itemRef", jsonb_build_object('id', d.id, 'name', d.name) AS defendant,
         k.performed_on::text AS "performedOn", k.description, k.document_id AS document, p.name AS "recordedBy"
    FROM fund.in_kind_performance k JOIN fund.judgment_item i ON i.id = k.item_id
    JOIN fund.defendant d ON d.id = k.defendant_id JOIN fund.person p ON p.id = k.recorded_by_id
   WHERE k.case_id = $1 AND ($2::uuid IS NULL OR k.id = $2) ORDER BY k.performed_on, k.id`;

/** What defendants of a case did themselves of what they were ordered. */
export const readInKind = (
  tx: EntityManager,
  caseId: string,
  id: string | null = null,
): Promise<z.infer<typeof inKindView>[]> =>
  tx.query<z.infer<typeof inKindView>[]>(IN_KIND, [caseId, id]);
