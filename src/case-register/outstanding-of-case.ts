import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { fen, type Fen, formatYuan } from '../money';

/** Money of a case that nobody has accounted for yet, in fen. */
export interface OutstandingOfCase {
  /** Principal that debtors owe, conditional obligations included. */
  readonly claims: Fen;
  /** Advances that are neither settled and decided, nor returned, refunded or borne by the fund. */
  readonly advances: Fen;
}

/** What is outstanding of a case. */
export async function outstandingOfCase(
  tx: EntityManager,
  caseId: string,
): Promise<OutstandingOfCase> {
  const [row] = await tx.query<{ claims: string; advances: string }[]>(
    `SELECT (SELECT coalesce(sum(b.ordered_fen - b.received_fen - b.written_off_fen), 0)
               FROM fund.judgment_item i JOIN fund.claim_balance b ON b.item_id = i.id
              WHERE i.case_id = $1 AND NOT b.reversed) AS claims,
            (SELECT coalesce(sum(i.paid_fen - CASE i.category
                      WHEN 'acceptance_fee' THEN i.refunded_by_court_fen + i.absorbed_fen
                      ELSE i.settled_fen + i.surplus_returned_fen END), 0)
               FROM fund.advance_item i WHERE i.case_id = $1)
            + (SELECT c.costs_settled_fen - c.costs_granted_fen - c.costs_absorbed_fen
                 FROM fund.litigation_case c WHERE c.id = $1) AS advances`,
    [caseId],
  );
  return { claims: fen(BigInt(row?.claims ?? 0)), advances: fen(BigInt(row?.advances ?? 0)) };
}

/** @throws DomainError CLOSING_REASON_REQUIRED money is outstanding, and nothing says why it is closed */
export async function requireReasonToClose(
  tx: EntityManager,
  caseId: string,
  { reason }: { readonly reason?: string | undefined },
): Promise<void> {
  const { claims, advances } = await outstandingOfCase(tx, caseId);
  if (reason !== undefined || (claims === 0n && advances === 0n)) return;
  throw new DomainError('CLOSING_REASON_REQUIRED', 'refused', {
    claims: formatYuan(claims),
    advances: formatYuan(advances),
  });
}
