import type { EntityManager } from 'typeorm';
import type { Caller } from '../identity';
import { formatYuan, parsePositiveYuan } from '../money';
import type { FittingResolution } from './schemas';

/** What a resolution is looked for. */
export interface Matter {
  readonly kind: string;
  /** Absent for a request that has no subject. */
  readonly subject?: string | undefined;
  /** Yuan. */
  readonly amount?: string | undefined;
  /** A request that may rest on it already. */
  readonly request?: string | undefined;
}

type Row = Omit<FittingResolution, 'amount'> & { readonly amount_fen: string | null };

/**
 * Resolutions of concluded meetings of the caller's bureau that carry such a request and carry no other one, the
 * latest meeting first. The same rule as in the trigger `fund.guard_citation`.
 */
export async function listFittingResolutions(
  reader: EntityManager,
  { bureauId }: Caller,
  { kind, subject, amount, request }: Matter,
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<FittingResolution[]> {
  const amountFen = amount === undefined ? undefined : parsePositiveYuan(amount);
  const rows = await reader.query<Row[]>(
    `SELECT r.id, r.number, r.amount_fen, r.due_on AS "dueOn",
            jsonb_build_object('id', m.id, 'number', m.number, 'title', m.title, 'heldOn', m.held_on) AS meeting
       FROM fund.meeting_resolution r JOIN fund.joint_meeting m ON m.id = r.meeting_id
      WHERE m.bureau_id = $1 AND m.state = 'concluded' AND NOT r.struck_out
        AND r.kind = $2 AND r.subject IS NOT DISTINCT FROM $3
        AND ($4::bigint IS NULL OR r.amount_fen >= $4)
        AND NOT EXISTS (SELECT FROM fund.approval_request a
                         WHERE a.resolution_id = r.id AND a.state IN ('open', 'returned', 'approved')
                           AND a.id IS DISTINCT FROM $5::uuid)
        AND ($6::date IS NULL OR (m.held_on, r.id) < ($6, $7::uuid))
      ORDER BY m.held_on DESC, r.id DESC LIMIT $8`,
    [
      bureauId,
      kind,
      subject ?? null,
      amountFen?.toString() ?? null,
      request ?? null,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      page.limit,
    ],
  );
  return rows.map(({ amount_fen, ...row }) => ({
    ...row,
    amount: amount_fen === null ? null : formatYuan(BigInt(amount_fen)),
  }));
}
