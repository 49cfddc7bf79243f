import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Caller } from '../../identity';

const AT_ONCE = 5_000;

const MAKE = `
  INSERT INTO fund.approval_request (id, bureau_id, kind, title, version, content_hash, steps, step, state,
      responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
  SELECT id, $2, 'general_voucher', 'benchmark', 1, sha256('1'), ARRAY['approver'], 0, 'open', 'approver',
         current_date + 5, $3, 'finance_officer', id::text, ''
    FROM unnest($1::uuid[]) AS id`;
const KEEP = `
  INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
  SELECT id, 1, '{}', sha256('1'), $2 FROM unnest($1::uuid[]) AS id`;
const DECIDE = `
  INSERT INTO fund.approval_decision (id, request_id, version, step, role, decision, person_id, content_hash)
  SELECT gen_random_uuid(), id, 1, 0, 'approver', 'approved', $2, sha256('1') FROM unnest($1::uuid[]) AS id`;
const CLOSE = `
  UPDATE fund.approval_request SET state = 'approved', step = 1, responsible_role = NULL, due_on = NULL
   WHERE id = ANY ($1::uuid[])`;

/** Makes requests of one maker for one approver: so many that are decided, then so many that wait. */
export async function fillApprovals(
  dataSource: DataSource,
  { maker, approver }: { readonly maker: Caller; readonly approver: Caller },
  counts: { readonly decided: number; readonly waiting: number },
): Promise<void> {
  const make = async (requests: number): Promise<string[]> => {
    const ids = Array.from({ length: requests }, () => uuidv7());
    await dataSource.query(MAKE, [ids, maker.bureauId, maker.personId]);
    await dataSource.query(KEEP, [ids, maker.personId]);
    return ids;
  };
  for (let left = counts.decided; left > 0; left -= AT_ONCE) {
    const ids = await make(Math.min(left, AT_ONCE));
    await dataSource.query(DECIDE, [ids, approver.personId]);
    await dataSource.query(CLOSE, [ids]);
  }
  await make(counts.waiting);
}
