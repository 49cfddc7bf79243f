import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { formatYuan } from '../money';
import type { inKindView, receiptView } from './receipt-schemas';

type View = z.infer<typeof receiptView>;

type Part = Omit<View['allocations'][number], 'amount' | 'interestFixed'> & {
  readonly amount_fen: string;
  readonly interest_fen: string | null;
  /** By which judgment it went. */
  readonly until: string | null;
};

type Change = Pick<View['changes'][number], 'judgment' | 'judgmentRef' | 'on'> & {
  readonly overpaid_fen: string;
};

type Row = Omit<View, 'amount' | 'overpaid' | 'allocations' | 'changes'> & {
  readonly amount_fen: string;
  readonly overpaid_fen: string;
  readonly parts: readonly Part[];
  readonly changes: readonly Change[];
};

const RECEIPTS = `
  SELECT r.id, r.ref, jsonb_build_object('id', d.id, 'name', d.name) AS payer, r.amount_fen, r.overpaid_fen, r.kind,
         r.received_on::text AS "receivedOn", r.bank_reference AS "bankReference", p.name AS "recordedBy",
         r.approval_request_id AS approval,
         CASE WHEN v.receipt_id IS NOT NULL THEN jsonb_build_object('on', v.reversed_on, 'reason', v.reason,
           'approval', v.approval_request_id) END AS reversal,
         coalesce((SELECT jsonb_agg(jsonb_build_object('item', i.id, 'itemRef', i.ref, 'kind', i.kind, 'part', a.part,
                     'dueOn', b.due_on, 'amount_fen', a.amount_fen::text, 'interestDays', a.interest_days,
                     'interest_fen', a.interest_fixed_fen::text, 'until', u.judgment_id) ORDER BY a.ordinal)
                     FROM fund.receipt_allocation a JOIN fund.judgment_item i ON i.id = a.item_id
                     JOIN fund.claim_balance b ON b.id = a.balance_id
                     LEFT JOIN fund.receipt_allocation_undoing u ON u.allocation_id = a.id
                    WHERE a.receipt_id = r.id), '[]') AS parts,
         coalesce((SELECT jsonb_agg(jsonb_build_object('judgment', j.id, 'judgmentRef', j.ref, 'on', n.reallocated_on,
                     'overpaid_fen', n.overpaid_fen::text) ORDER BY j.ordinal)
                     FROM fund.receipt_reallocation n JOIN fund.judgment j ON j.id = n.judgment_id
                    WHERE n.receipt_id = r.id), '[]') AS changes
    FROM fund.receipt r JOIN fund.defendant d ON d.id = r.defendant_id
    LEFT JOIN fund.person p ON p.id = r.recorded_by_id
    LEFT JOIN fund.receipt_reversal v ON v.receipt_id = r.id
   WHERE r.case_id = $1 AND ($2::uuid IS NULL OR r.id = $2) ORDER BY r.ordinal`;

const yuan = (amount: string): string => formatYuan(BigInt(amount));

const shown = ({ amount_fen: amount, interest_fen: interest, ...part }: Part) => ({
  item: part.item,
  itemRef: part.itemRef,
  kind: part.kind,
  part: part.part,
  dueOn: part.dueOn,
  amount: yuan(amount),
  interestDays: part.interestDays,
  interestFixed: interest === null ? null : yuan(interest),
});

/** Each change of a receipt by a judgment, with what the receipt had gone to until then. */
const changesOf = ({ parts, changes, overpaid_fen: first }: Row): View['changes'] =>
  changes.map(({ judgment, judgmentRef, on }, index) => ({
    ...{ judgment, judgmentRef, on },
    overpaidBefore: yuan(changes[index - 1]?.overpaid_fen ?? first),
    undone: parts.filter(({ until }) => until === judgment).map(shown),
  }));

/** Money of a case's defendants in the order in which it was recorded, with what it goes to. */
export async function readReceipts(
  tx: EntityManager,
  caseId: string,
  id: string | null = null,
): Promise<View[]> {
  const rows = await tx.query<Row[]>(RECEIPTS, [caseId, id]);
  return rows.map((row) => {
    const { amount_fen: amount, overpaid_fen: first, parts, changes, ...rest } = row;
    return {
      ...rest,
      amount: yuan(amount),
      overpaid: yuan(changes.at(-1)?.overpaid_fen ?? first),
      allocations: parts.filter(({ until }) => until === null).map(shown),
      changes: changesOf(row),
    };
  });
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
