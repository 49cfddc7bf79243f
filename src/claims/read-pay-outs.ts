import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { formatYuan } from '../money';
import type { payOutView } from './pay-out-schemas';

type Shown = z.infer<typeof payOutView>;
type Returned = NonNullable<Shown['returned']>;

interface Row extends Omit<Shown, 'returned'> {
  readonly returnedOn: string | null;
  readonly returnReason: string;
  readonly bankReference: string | null;
  readonly recordedBy: string;
}

const PAY_OUTS = `
  SELECT p.id, p.case_id AS case, p.kind, p.amount_fen AS amount, p.paid_on::text AS "paidOn",
         a.holder_name AS holder, a.bank_name AS "bankName", '**** ' || a.last4 AS masked,
         p.approval_request_id AS approval, r.returned_on::text AS "returnedOn", r.reason AS "returnReason",
         r.bank_reference AS "bankReference", q.name AS "recordedBy"
    FROM fund.pay_out p JOIN fund.bank_account a ON a.id = p.bank_account_id
    LEFT JOIN fund.pay_out_return r ON r.pay_out_id = p.id
    LEFT JOIN fund.person q ON q.id = r.recorded_by_id`;

const returnedOf = (row: Row): Returned | null =>
  row.returnedOn === null
    ? null
    : {
        on: row.returnedOn,
        reason: row.returnReason,
        bankReference: row.bankReference,
        recordedBy: row.recordedBy,
      };

const shown = (row: Row): Shown => {
  const { id, case: of, kind, amount, paidOn, holder, bankName, masked, approval } = row;
  return {
    ...{ id, case: of, kind, paidOn, holder, bankName, masked, approval },
    amount: formatYuan(BigInt(amount)),
    returned: returnedOf(row),
  };
};

/** What went out of the money of a case, the newest first. */
export async function readPayOuts(tx: EntityManager, caseId: string): Promise<Shown[]> {
  const rows = await tx.query<Row[]>(`${PAY_OUTS} WHERE p.case_id = $1 ORDER BY p.id DESC`, [
    caseId,
  ]);
  return rows.map(shown);
}

/** One of them. */
export async function readPayOut(tx: EntityManager, id: string): Promise<Shown | undefined> {
  const rows = await tx.query<Row[]>(`${PAY_OUTS} WHERE p.id = $1`, [id]);
  return rows.map(shown)[0];
}
