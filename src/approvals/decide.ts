import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { asService, type Caller, Person } from '../identity';
import { Book } from '../ledger';
import { today } from '../platform/database/today';
import {
  ApprovalDecision,
  ApprovalPart,
  type ApprovalRequest,
  ApprovalVersion,
} from './approval.entity';
import { announceRequest } from './announce-request';
import type { ApprovedRequest, ApprovalKinds } from './approval-kind';
import { changedFields, type ContentJson } from '../platform/json/content-hash';
import { storedDocument } from './draft';
import { keepDecision, lockRequest, moveRequest, whoTookStep } from './requests';

export const VERDICTS = ['approve', 'return', 'reject'] as const;
export type Verdict = (typeof VERDICTS)[number];

const DECIDED = { approve: 'approved', return: 'returned', reject: 'rejected' } as const;

/** What somebody decides, on what they saw. */
export interface GivenDecision {
  readonly decision: Verdict;
  /** Hash of the version that the person saw. */
  readonly contentHash: Buffer;
  readonly reason?: string | undefined;
}

/** As whom the caller may act on the request now; undefined where not at all. */
async function actingAs(
  tx: EntityManager,
  caller: Caller,
  requestId: string,
): Promise<{ readonly onBehalfOfId: string | null } | undefined> {
  const [actor] = await tx.query<{ on_behalf_of_id: string | null }[]>(
    `SELECT a.on_behalf_of_id FROM fund.approval_actor a WHERE a.request_id = $1 AND a.person_id = $2
      ORDER BY a.on_behalf_of_id NULLS FIRST LIMIT 1`,
    [requestId, caller.personId],
  );
  return actor && { onBehalfOfId: actor.on_behalf_of_id };
}

/** Whether the caller has decided just this before: a second click. */
const hasDecided = (
  tx: EntityManager,
  caller: Caller,
  request: ApprovalRequest,
  { decision, contentHash }: GivenDecision,
): Promise<boolean> =>
  tx.existsBy(ApprovalDecision, {
    requestId: request.id,
    personId: caller.personId,
    decision: DECIDED[decision],
    contentHash,
    // Changed back to what it was, a request has the same hash, and wants a decision of its own.
    ...(request.contentHash.equals(contentHash) && { version: request.version }),
  });

/** @throws DomainError APPROVAL_STALE with the fields that changed since */
async function refuseStale(
  tx: EntityManager,
  request: ApprovalRequest,
  seen: Buffer,
): Promise<never> {
  const { id, version } = request;
  const before = await tx.findOneBy(ApprovalVersion, { requestId: id, contentHash: seen });
  const now = await tx.findOneByOrFail(ApprovalVersion, { requestId: id, version });
  const changed =
    before === null
      ? ['']
      : changedFields(before.document as ContentJson, now.document as ContentJson);
  throw new DomainError('APPROVAL_STALE', 'conflict', { version, changed });
}

/** Says why the caller may not act. */
async function refuseActor(
  tx: EntityManager,
  caller: Caller,
  { id, version, step, responsibleRole, responsiblePersonId }: ApprovalRequest,
): Promise<never> {
  const part = await tx.findOneBy(ApprovalPart, {
    requestId: id,
    version,
    personId: caller.personId,
  });
  if (part !== null && part.step !== step) throw new DomainError('SAME_PERSON', 'forbidden');
  const [acting] = await tx.query<{ on_behalf_of_id: string | null }[]>(
    'SELECT on_behalf_of_id FROM fund.acting_person WHERE person_id = $1 AND role = $2',
    [caller.personId, responsibleRole],
  );
  if (acting === undefined) {
    throw new DomainError('ROLE_REQUIRED', 'forbidden', { roles: [responsibleRole] });
  }
  if (responsiblePersonId !== null && responsiblePersonId !== caller.personId) {
    const { name } = await tx.findOneByOrFail(Person, { id: responsiblePersonId });
    throw new DomainError('APPROVAL_WAITS_FOR_ANOTHER', 'forbidden', { waitsFor: name });
  }
  // A delegate of somebody who has another part.
  throw new DomainError('SAME_PERSON', 'forbidden');
}

/** Does what was approved. All who decided allow it, not the rights of whoever was the last: so the service does. */
async function carryOut(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  request: ApprovalRequest,
): Promise<void> {
  const kind = kinds.find(request.kind);
  if (kind === undefined) throw new Error(`nothing carries out ${request.kind}`);
  const { id, version, bureauId, subject, bookId, resolutionId: resolution } = request;
  const { document, contentHash } = await tx.findOneByOrFail(ApprovalVersion, {
    requestId: id,
    version,
  });
  const maker = await tx.findOneByOrFail(Person, { id: request.makerId });
  const book = bookId === null ? null : await tx.findOneByOrFail(Book, { id: bookId });
  const approved: ApprovedRequest = { id, bureauId, subject, resolution, book, maker };
  const { personId, sessionId, address, name: by } = caller;
  const content = kind.schema.parse(storedDocument.parse(document).content);
  const from = { personId, sessionId, address };
  const approval = { id, contentHash };
  const work = { tx, on: await today(tx), by, from, approval, key: `approval:${id}` };
  await asService(tx, () => kind.execute(work, content, approved));
}

async function move(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  request: ApprovalRequest,
  decision: Verdict,
): Promise<void> {
  const { id, steps, makerId, makerRole } = request;
  if (decision === 'reject') {
    await moveRequest(tx, id, { state: 'rejected', responsibleRole: null });
    return;
  }
  if (decision === 'return') {
    await moveRequest(tx, id, {
      state: 'returned',
      responsibleRole: makerRole,
      responsiblePersonId: makerId,
    });
    return;
  }
  const step = request.step + 1;
  const next = steps[step];
  if (next === undefined) {
    await moveRequest(tx, id, { step, state: 'approved', responsibleRole: null });
    await carryOut(tx, kinds, caller, request);
    return;
  }
  await moveRequest(tx, id, {
    step,
    state: 'open',
    responsibleRole: next,
    responsiblePersonId: await whoTookStep(tx, id, step, next),
  });
}

/**
 * Decides the step that a request waits at. The last approval carries the request out in the same
 * transaction: where that is refused, the approval falls with it. A second click changes nothing.
 *
 * @returns the book in which something may wait to be posted now
 * @throws DomainError NOT_FOUND, APPROVAL_STALE, APPROVAL_NOT_OPEN, SAME_PERSON, ROLE_REQUIRED,
 *   APPROVAL_WAITS_FOR_ANOTHER, and whatever the kind refuses
 */
export async function decideRequest(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  id: string,
  given: GivenDecision,
): Promise<number | null> {
  const request = await lockRequest(tx, caller, id);
  const { state, responsibleRole } = request;
  const actor = state === 'open' ? await actingAs(tx, caller, id) : undefined;
  const isCurrent = request.contentHash.equals(given.contentHash);
  if (actor === undefined || !isCurrent) {
    if (await hasDecided(tx, caller, request, given)) return null;
  }
  if (!isCurrent) await refuseStale(tx, request, given.contentHash);
  if (state !== 'open' || responsibleRole === null) {
    throw new DomainError('APPROVAL_NOT_OPEN', 'conflict', { state });
  }
  if (actor === undefined) return refuseActor(tx, caller, request);
  const { decision, reason } = given;
  await keepDecision(tx, request, caller, {
    decision: DECIDED[decision],
    role: responsibleRole,
    ...actor,
    ...(reason !== undefined && { reason }),
  });
  await move(tx, kinds, caller, request, decision);
  await announceRequest(tx, caller, id);
  return request.bookId;
}
