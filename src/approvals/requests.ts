import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, type Caller, type Role } from '../identity';
import {
  ApprovalDecision,
  ApprovalRequest,
  ApprovalVersion,
  type Decision,
} from './approval.entity';
import type { ContentJson } from '../platform/json/content-hash';
import { administratorRoleOf, concerns } from './of-administrators';

/** Within how many working days whoever is responsible is to act. */
const DAYS_TO_ACT = 5;

/** The day by which the next one is to act, in SQL. */
export const DUE_ON = `fund.add_working_days((now() AT TIME ZONE 'Asia/Shanghai')::date, ${String(DAYS_TO_ACT)})`;

export const FINAL_STATES = ['approved', 'rejected', 'withdrawn'] as const;

/** Where a request stands, in one word that changes whenever the request does. */
export const etagOf = ({
  version,
  state,
  step,
}: Pick<ApprovalRequest, 'version' | 'state' | 'step'>) =>
  `"${String(version)}.${state}.${String(step)}"`;

/** What the trail says a request is. */
export const subjectOf = (requestId: string): string => `approval_request/${requestId}`;

/**
 * Whether a request is of the caller's bureau, for an administrator one of their own; for a member, of their
 * organization. In SQL; row-level security says the same (migrations 0033, 0041).
 *
 * @param request alias of `fund.approval_request`
 * @param caller placeholders of {@link idsOf}, in its order
 */
export const isOf = (
  request: string,
  [bureau, administrator, creditCode, sandbox]: readonly [string, string, string, string],
): string => `(${request}.bureau_id = ${bureau} AND ${concerns(request, administrator)}
  OR ${request}.credit_code = ${creditCode} AND EXISTS (
       SELECT FROM ledger.book own WHERE own.id = ${request}.book_id AND (own.kind = 'sandbox') = ${sandbox}))`;

/** What {@link isOf} asks of a caller. */
export const idsOf = (caller: Caller): [string | null, Role | null, string | null, boolean] => [
  caller.bureauId,
  administratorRoleOf(caller),
  caller.creditCode,
  caller.sandbox,
];

/**
 * Locks a request of the caller's bureau or organization, for an administrator one of their own.
 *
 * @throws DomainError NOT_FOUND it is not there, or not there for the caller
 */
export async function lockRequest(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<ApprovalRequest> {
  const [bureau, administrator, creditCode, sandbox] = idsOf(caller);
  const request = await tx
    .createQueryBuilder(ApprovalRequest, 'request')
    .setLock('pessimistic_write')
    .where('request.id = :id', { id })
    .andWhere(isOf('request', [':bureau', ':administrator', ':creditCode', ':sandbox']), {
      bureau,
      administrator,
      creditCode,
      sandbox,
    })
    .getOne();
  if (request === null) throw new DomainError('NOT_FOUND', 'not_found');
  return request;
}

/** @throws DomainError NOT_FOUND the caller did not make it: what others made is not theirs to change */
export async function lockOwnRequest(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<ApprovalRequest> {
  const request = await lockRequest(tx, caller, id);
  if (request.makerId !== caller.personId) throw new DomainError('NOT_THE_MAKER', 'forbidden');
  return request;
}

/** @throws DomainError APPROVAL_NOT_OPEN */
export function requireNotFinal({ state }: ApprovalRequest): void {
  if (FINAL_STATES.some((final) => final === state)) {
    throw new DomainError('APPROVAL_NOT_OPEN', 'conflict', { state });
  }
}

/** Keeps what was asked for in a version. */
export async function keepVersion(
  tx: EntityManager,
  request: Pick<ApprovalRequest, 'id' | 'version' | 'contentHash' | 'makerId'>,
  document: ContentJson,
): Promise<void> {
  await tx.insert(ApprovalVersion, {
    requestId: request.id,
    version: request.version,
    document: document as object,
    contentHash: request.contentHash,
    madeById: request.makerId,
  });
}

/** Keeps what somebody did to a request, here and in the trail. */
export async function keepDecision(
  tx: EntityManager,
  request: Pick<ApprovalRequest, 'id' | 'version' | 'step' | 'contentHash' | 'bookId' | 'kind'>,
  caller: Caller,
  act: {
    readonly decision: Decision;
    readonly role: Role;
    readonly onBehalfOfId?: string | null;
    readonly reason?: string;
    /** Null where nothing was asked for before. */
    readonly beforeHash?: Buffer | null;
  },
): Promise<void> {
  const { id, version, step, contentHash } = request;
  const { decision, role, onBehalfOfId = null, reason = null, beforeHash = contentHash } = act;
  await tx.insert(ApprovalDecision, {
    id: uuidv7(),
    requestId: id,
    version,
    step,
    role,
    decision,
    personId: caller.personId,
    onBehalfOfId,
    contentHash,
    reason,
    sessionId: caller.sessionId,
  });
  await recordEvent(tx, {
    action: `approval.${decision}`,
    ...actorFacts(caller),
    ...(request.bookId !== null && { bookId: request.bookId }),
    subject: subjectOf(id),
    ...(beforeHash !== null && { beforeHash }),
    afterHash: contentHash,
    content: { kind: request.kind, version, step, role, reason, onBehalfOfId },
  });
}

/** Sets where a request stands; whom it waits for from now on, and until when, or nobody. */
export async function moveRequest(
  tx: EntityManager,
  id: string,
  to: Partial<ApprovalRequest> & Pick<ApprovalRequest, 'state' | 'responsibleRole'>,
): Promise<void> {
  const isFinal = to.responsibleRole === null;
  await tx
    .createQueryBuilder()
    .update(ApprovalRequest)
    .set({
      responsiblePersonId: null,
      ...to,
      waitingSince: () => 'clock_timestamp()',
      dueOn: isFinal ? null : () => DUE_ON,
    })
    .where('id = :id', { id })
    .execute();
}

/**
 * Who took a step of the request before in the same role and still holds it: they know it already.
 *
 * @returns the person's id; null where nobody did, or nobody who still may
 */
export async function whoTookStep(
  tx: EntityManager,
  requestId: string,
  step: number,
  role: Role | undefined,
): Promise<string | null> {
  const [last] = await tx.query<{ person_id: string; still: boolean }[]>(
    `SELECT d.person_id, EXISTS (SELECT FROM fund.held_role h
                                  WHERE h.person_id = d.person_id AND h.role = d.role) AS still
       FROM fund.approval_decision d
      WHERE d.request_id = $1 AND d.step = $2 AND d.role = $3 AND d.decision IN ('approved', 'returned')
      ORDER BY d.decided_at DESC LIMIT 1`,
    [requestId, step, role],
  );
  return last?.still === true ? last.person_id : null;
}
