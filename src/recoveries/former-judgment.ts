import type { EntityManager } from 'typeorm';
import { type BusinessDate, businessDate } from '../calendar';
import { Defendant } from '../cases';
import type { FreedReceipt, ItemKind } from '../law';
import { addFen, type Fen, fen, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { JudgmentItem } from './judgment.entity';
import type { ReceiptAllocation } from './receipt.entity';

/** What an amount of a receipt went to, as the totals and the books of a case see it. */
export interface PlacedPart {
  readonly item: string;
  readonly kind: ItemKind;
  readonly organizationId: string | null;
  readonly part: ReceiptAllocation['part'];
  /** In fen. */
  readonly amount: Fen;
}

/** A receipt whose money is free again. */
export interface Freed extends FreedReceipt {
  readonly ref: string;
  readonly defendantId: string;
  readonly on: BusinessDate;
  /** Parts that went to the judgment, with the ids of their rows. */
  readonly undone: readonly (PlacedPart & { readonly id: string })[];
  /** What of it was overpaid and is there still. */
  readonly overpaid: Fen;
  /** What of it was overpaid and went back to the payer. */
  readonly refunded: Fen;
}

/** A debt of the judgment that was written off, in fen. */
export interface FormerWriteOff {
  readonly id: string;
  readonly itemId: string;
  readonly item: string;
  readonly amount: Fen;
}

interface ReceiptRow {
  readonly id: string;
  readonly ref: string;
  readonly payer: string;
  readonly defendant: string;
  readonly on: string;
  readonly overpaid_fen: string;
}

// What of a receipt is overpaid is said by the last change of a judgment, else by the receipt itself.
const RECEIPTS = `
  SELECT r.id, r.ref, d.ref AS payer, d.id AS defendant, r.received_on::text AS on,
         coalesce(n.overpaid_fen, r.overpaid_fen) AS overpaid_fen
    FROM fund.receipt r JOIN fund.defendant d ON d.id = r.defendant_id
    LEFT JOIN LATERAL (SELECT x.overpaid_fen FROM fund.receipt_reallocation x JOIN fund.judgment j ON j.id = x.judgment_id
                        WHERE x.receipt_id = r.id ORDER BY j.ordinal DESC LIMIT 1) n ON true
   WHERE r.case_id = $1 AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = r.id)
   ORDER BY r.ordinal`;

interface PartRow {
  readonly id: string;
  readonly receipt: string;
  readonly item: string;
  readonly part: ReceiptAllocation['part'];
  readonly amount_fen: string;
}

const PARTS = `
  SELECT a.id, a.receipt_id AS receipt, a.item_id AS item, a.part, a.amount_fen FROM fund.receipt_allocation a
   WHERE a.item_id = ANY ($1::uuid[])
     AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id)
   ORDER BY a.receipt_id, a.ordinal`;

/** The receipts of a case, with what of each is free again once the items are none any more; in their order. */
export async function freedBy(
  tx: EntityManager,
  caseId: string,
  items: readonly JudgmentItem[],
): Promise<Freed[]> {
  const receipts = await tx.query<ReceiptRow[]>(RECEIPTS, [caseId]);
  const parts = await tx.query<PartRow[]>(PARTS, [items.map(({ id }) => id)]);
  const defendants = await tx.findBy(Defendant, { caseId });
  const sentBack = new Map(defendants.map(({ id, refundedFen }) => [id, refundedFen]));
  return receipts.map(({ id, ref, payer, defendant, on, overpaid_fen }) => {
    const undone = parts.filter(({ receipt }) => receipt === id).map((row) => placedIn(items, row));
    const was = fen(BigInt(overpaid_fen));
    // What went back is taken from the earlier receipts first.
    const left = sentBack.get(defendant) ?? ZERO_FEN;
    const refunded = minFen(was, left);
    sentBack.set(defendant, subtractFen(left, refunded));
    const overpaid = subtractFen(was, refunded);
    const amount = addFen(overpaid, sumFen(undone.map((part) => part.amount)));
    return {
      ...{ id, ref, payer, defendantId: defendant, on: businessDate(on) },
      ...{ undone, overpaid, refunded, amount },
    };
  });
}

function placedIn(
  items: readonly JudgmentItem[],
  { id, item: itemId, part, amount_fen }: PartRow,
): PlacedPart & { readonly id: string } {
  const item = items.find((candidate) => candidate.id === itemId);
  if (item === undefined) throw new Error('a part of another judgment');
  const { ref, kind, organizationId } = item;
  return { id, item: ref, kind, organizationId, part, amount: fen(BigInt(amount_fen)) };
}

/** Write-offs of the items that stand. */
export async function writeOffsOf(
  tx: EntityManager,
  items: readonly JudgmentItem[],
): Promise<FormerWriteOff[]> {
  const rows = await tx.query<{ id: string; item: string; amount_fen: string }[]>(
    `SELECT w.id, w.item_id AS item, w.amount_fen FROM fund.write_off w
      WHERE w.item_id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM fund.write_off_reversal v WHERE v.write_off_id = w.id) ORDER BY w.id`,
    [items.map(({ id }) => id)],
  );
  return rows.map(({ id, item: itemId, amount_fen }) => {
    const item = items.find((candidate) => candidate.id === itemId)?.ref ?? '';
    return { id, itemId, item, amount: fen(BigInt(amount_fen)) };
  });
}
