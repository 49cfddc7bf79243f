import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../errors';
import type { Caller, Role } from '../identity';
import { announceRequest } from './announce-request';
import { ApprovalRequest } from './approval.entity';
import type { ApprovalKinds } from './approval-kind';
import { contentHash } from '../platform/json/content-hash';
import { draftOf, type GivenRequest, makingOf } from './draft';
import { refuseUnfitResolution } from './refuse-unfit-resolution';
import {
  DUE_ON,
  etagOf,
  keepDecision,
  keepVersion,
  lockOwnRequest,
  moveRequest,
  requireNotFinal,
  whoTookStep,
} from './requests';

/** What was sent under an idempotency key; texts, so that nothing is refused before it is looked at. */
const bodyHashOf = (given: GivenRequest): Buffer =>
  contentHash(
    JSON.stringify([given.kind, given.content, given.book ?? '', given.resolution ?? '']),
  );

const firstOf = (steps: readonly Role[]): Role => {
  const [first] = steps;
  if (first === undefined) throw new Error('a request has at least one step');
  return first;
};

/**
 * Makes a request and puts it before the first of those who decide. The same key again makes nothing.
 *
 * @param key idempotency key, unique to the maker for ever
 * @returns the request's id
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RESOLUTION_USED, RESOLUTION_FOR_OTHER_MATTER, and those of {@link draftOf}
 */
export async function makeRequest(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  given: GivenRequest,
  key: string,
): Promise<string> {
  makingOf(kinds, caller, given.kind);
  // One request of a person after the other, so that a key sent twice at once counts once.
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`approvals of ${caller.personId}`]);
  const bodyHash = bodyHashOf(given);
  const made = await tx.findOneBy(ApprovalRequest, {
    makerId: caller.personId,
    idempotencyKey: key,
  });
  if (made !== null) {
    if (made.bodyHash.equals(bodyHash)) return made.id;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  const { kind, makerRole, document, columns } = await draftOf(tx, kinds, caller, given);
  const request = {
    id: uuidv7(),
    kind: kind.kind,
    ...columns,
    version: 1,
    step: 0,
    makerId: caller.personId,
    makerRole,
  };
  await refuseUnfitResolution(() =>
    tx.insert(ApprovalRequest, {
      ...request,
      state: 'open',
      responsibleRole: firstOf(columns.steps),
      dueOn: () => DUE_ON,
      idempotencyKey: key,
      bodyHash,
    }),
  );
  await keepVersion(tx, request, document);
  await keepDecision(tx, request, caller, {
    decision: 'submitted',
    role: makerRole,
    beforeHash: null,
  });
  await announceRequest(tx, caller, request.id);
  return request.id;
}

/** Whoever sent it back, while this version is the one they saw. */
async function whoReturned(
  tx: EntityManager,
  { id, version }: ApprovalRequest,
): Promise<string | null> {
  const [last] = await tx.query<{ person_id: string }[]>(
    `SELECT d.person_id FROM fund.approval_decision d
      WHERE d.request_id = $1 AND d.version = $2 AND d.decision = 'returned'
      ORDER BY d.decided_at DESC LIMIT 1`,
    [id, version],
  );
  return last?.person_id ?? null;
}

async function submitAgain(
  tx: EntityManager,
  caller: Caller,
  request: ApprovalRequest,
): Promise<void> {
  if (request.state !== 'returned') return;
  await keepDecision(tx, request, caller, { decision: 'submitted', role: request.makerRole });
  await moveRequest(tx, request.id, {
    state: 'open',
    responsibleRole: request.steps[request.step] ?? null,
    responsiblePersonId: await whoReturned(tx, request),
  });
  await announceRequest(tx, caller, request.id);
}

/**
 * Changes a request, or submits it as it is after it came back. What changed voids every approval, and
 * goes the whole way again; what did not goes straight to whoever sent it back.
 *
 * @param etag of the request as the maker saw it
 * @throws DomainError PRECONDITION_FAILED, NOT_THE_MAKER, APPROVAL_NOT_OPEN, NOT_FOUND where the book is of
 *   another bureau than before, and those of {@link makeRequest}
 */
export async function reviseRequest(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  id: string,
  given: Omit<GivenRequest, 'kind' | 'request'>,
  etag: string,
): Promise<void> {
  const request = await lockOwnRequest(tx, caller, id);
  requireNotFinal(request);
  if (etagOf(request) !== etag) throw new DomainError('PRECONDITION_FAILED', 'precondition_failed');
  const draft = await draftOf(tx, kinds, caller, { ...given, kind: request.kind, request: id });
  if (draft.columns.contentHash.equals(request.contentHash)) {
    await submitAgain(tx, caller, request);
    return;
  }
  const { bureauId, bookId, contentHash: hash, steps } = draft.columns;
  if (bureauId !== request.bureauId) throw new DomainError('NOT_FOUND', 'not_found');
  const { kind, makerId } = request;
  const revised = {
    id,
    kind,
    makerId,
    bookId,
    contentHash: hash,
    version: request.version + 1,
    step: 0,
  };
  const first = firstOf(steps);
  const { version, step } = revised;
  const responsiblePersonId = await whoTookStep(tx, id, 0, first);
  await refuseUnfitResolution(() =>
    moveRequest(tx, id, {
      ...draft.columns,
      version,
      step,
      state: 'open',
      responsibleRole: first,
      responsiblePersonId,
    }),
  );
  await keepVersion(tx, revised, draft.document);
  await keepDecision(tx, revised, caller, {
    decision: 'submitted',
    role: request.makerRole,
    beforeHash: request.contentHash,
  });
  await announceRequest(tx, caller, id);
}

/**
 * Takes a request back for good.
 *
 * @throws DomainError NOT_FOUND, NOT_THE_MAKER, APPROVAL_NOT_OPEN
 */
export async function withdrawRequest(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<void> {
  const request = await lockOwnRequest(tx, caller, id);
  if (request.state === 'withdrawn') return;
  requireNotFinal(request);
  await keepDecision(tx, request, caller, { decision: 'withdrawn', role: request.makerRole });
  await moveRequest(tx, id, { state: 'withdrawn', responsibleRole: null });
}
