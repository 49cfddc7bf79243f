import type { EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { actorFacts, asService, booksOf, type Caller, doneBy, ownBookOf } from '../identity';
import { today } from '../platform/database/today';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { AwardShare } from './award.entity';

/**
 * A case that the caller may read the award of: of a book that it may read, or for an organization its own.
 *
 * @throws DomainError NOT_FOUND
 */
export async function caseToRead(
  tx: EntityManager,
  caller: Caller,
  id: string,
  action: string,
): Promise<LitigationCase> {
  const found = caller.creditCode === null ? await inBooks(tx, caller, id) : await ownCase(tx, id);
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  const event = { action, ...actorFacts(caller), subject: `litigation_case/${id}` };
  // An organization sees no book: it is recorded in the name of the service, and tells who reads.
  await (caller.creditCode === null
    ? recordEvent(tx, { ...event, bookId: found.bookId })
    : asService(tx, () => recordEvent(tx, { ...event, bookId: found.bookId })));
  return found;
}

async function inBooks(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<LitigationCase | null> {
  const found = await tx.findOneBy(LitigationCase, { id });
  if (found === null) return null;
  const { bookId } = found;
  return (await booksOf(tx, caller).andWhere('book.id = :bookId', { bookId }).getExists())
    ? found
    : null;
}

async function ownCase(tx: EntityManager, id: string): Promise<LitigationCase | null> {
  const [own] = await tx.query<object[]>('SELECT FROM fund.own_cases() c WHERE c.id = $1', [id]);
  return own === undefined ? null : asService(tx, () => tx.findOneBy(LitigationCase, { id }));
}

/**
 * An act of the caller on the award of a case of the own bureau, today.
 *
 * @throws DomainError NOT_FOUND
 */
export async function workOnCase(
  tx: EntityManager,
  caller: Caller,
  id: string,
  key: string,
): Promise<Work> {
  const found = await tx.findOneBy(LitigationCase, { id });
  const book =
    found && (await booksOf(tx, caller).andWhere('book.id = :id', { id: found.bookId }).getOne());
  if (found === null || book === null)
    throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  const { id: bookId, kind: bookKind } = await ownBookOf(tx, caller, book.code);
  return { tx, bookId, bookKind, on: await today(tx), key, ...doneBy(caller) };
}

/**
 * The organizations that sue in a case and are eligible for it, in the order of their references.
 */
export async function plaintiffsOf(tx: EntityManager, caseId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT o.id FROM fund.qualification q JOIN fund.organization o ON o.id = q.organization_id
      WHERE q.case_id = $1 AND q.status = 'eligible' AND NOT q.is_revoked ORDER BY o.ref`,
    [caseId],
  );
  return rows.map(({ id }) => id);
}

/**
 * An act on a share of an award: by whoever keeps the books of the case, or by the organization whose share it is.
 *
 * @throws DomainError NOT_FOUND
 */
export async function workOnShare(
  tx: EntityManager,
  caller: Caller,
  id: string,
  key: string,
): Promise<Work> {
  // Row-level security shows an organization its own share, and staff those in books that they may read.
  const share = await tx.findOneBy(AwardShare, { id });
  const organization = share && (await tx.findOneBy(Organization, { id: share.organizationId }));
  if (organization === null) throw new DomainError('NOT_FOUND', 'not_found', { share: id });
  const { bookId, uscc } = organization;
  const [own] = await tx.query<{ is_own: boolean }[]>(
    'SELECT $1::integer = ANY (fund.own_books()) AS is_own',
    [bookId],
  );
  const isOwn = caller.creditCode === null ? own?.is_own === true : uscc === caller.creditCode;
  if (!isOwn) throw new DomainError('NOT_FOUND', 'not_found', { share: id });
  const bookKind = caller.sandbox ? 'sandbox' : 'real';
  return { tx, bookId, bookKind, on: await today(tx), key, ...doneBy(caller) };
}
