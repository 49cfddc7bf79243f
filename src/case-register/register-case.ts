import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { businessDate } from '../calendar';
import { keepStep, LitigationCase, lockCase, openCase } from '../cases';
import { DomainError } from '../errors';
import { actorFacts, asService, type Caller, ownBookOf } from '../identity';
import { judgeQualification, Organization } from '../organizations';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import { today } from '../platform/database/today';
import { contentHash } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import type { NewCase } from './case-schemas';

/**
 * Opens a case and judges each plaintiff as of the day of filing. The same key again opens nothing.
 *
 * @param key idempotency key, unique to the caller for ever
 * @returns the case's id
 * @throws DomainError NOT_FOUND the book or a plaintiff, IDEMPOTENCY_KEY_REUSED, CASE_NUMBER_TAKEN,
 *   PROCURATORATE_NOTICE_NOT_OVER
 */
export async function registerCase(
  tx: EntityManager,
  caller: Caller,
  given: NewCase,
  key: string,
): Promise<string> {
  const book = await ownBookOf(tx, caller, given.book);
  // One case of a person after the other, so that a key sent twice at once counts once.
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`cases of ${caller.personId}`]);
  const bodyHash = contentHash(given);
  const own = { openedById: caller.personId, idempotencyKey: key };
  const made = await tx.findOneBy(LitigationCase, own);
  if (made !== null) {
    if (made.bodyHash?.equals(bodyHash) === true) return made.id;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  const { number } = given;
  if (await tx.existsBy(LitigationCase, { bookId: book.id, number })) {
    throw new DomainError('CASE_NUMBER_TAKEN', 'conflict', { number });
  }
  await requirePlaintiffs(tx, book.id, given.plaintiffs);
  const { name: by, personId, sessionId, address } = caller;
  const work: Work = {
    tx,
    bookId: book.id,
    bookKind: book.kind,
    on: await today(tx),
    by,
    from: { personId, sessionId, address },
    key: `case:${caller.personId}:${key}`,
  };
  const caseId = await asService(tx, () => open(work, given, { ...own, bodyHash }));
  await recordEvent(tx, {
    action: 'case.open',
    ...actorFacts(caller),
    bookId: book.id,
    subject: `litigation_case/${caseId}`,
    content: { number, plaintiffs: given.plaintiffs },
  });
  return caseId;
}

async function requirePlaintiffs(
  tx: EntityManager,
  bookId: number,
  plaintiffs: readonly string[],
): Promise<void> {
  for (const id of plaintiffs) {
    if (!(await tx.existsBy(Organization, { id, bookId }))) {
      throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
    }
  }
}

async function open(
  work: Work,
  { number, court, damageRoute, plaintiffs, procuratorate, defendants, ...given }: NewCase,
  request: { readonly openedById: string; readonly idempotencyKey: string; bodyHash: Buffer },
): Promise<string> {
  const filedOn = businessDate(given.filedOn);
  const caseId = await refuseDuplicate(
    'uq_litigation_case_book_id_number',
    'CASE_NUMBER_TAKEN',
    () =>
      openCase(work, {
        ...request,
        number,
        court,
        filedOn,
        damageRoute,
        dayCount: 'end_minus_start',
        defendants: defendants.map((defendant, index) => ({
          ref: `d${String(index + 1)}`,
          ...defendant,
        })),
      }),
  );
  for (const organizationId of plaintiffs) {
    await judgeQualification(work, { organizationId, caseId, filedOn });
  }
  if (procuratorate !== undefined) {
    await keepStep(work.tx, await lockCase(work, caseId), {
      kind: 'procuratorate_sued',
      on: filedOn,
      facts: { ...procuratorate, noticedOn: businessDate(procuratorate.noticedOn) },
      documents: [],
      revokes: null,
      recordedById: request.openedById,
      actKey: createHash('sha256').update(work.key).digest('hex'),
      bodyHash: request.bodyHash,
    });
  }
  return caseId;
}
