import type { EntityManager } from 'typeorm';
import type { Setting } from '../approvals';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';

/**
 * The case that a request is about, in the book that it is made in.
 *
 * @throws DomainError NOT_FOUND
 */
export async function caseInBook({ tx, book }: Setting, id: string): Promise<LitigationCase> {
  const found = book && (await tx.findOneBy(LitigationCase, { id, bookId: book.id }));
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  return found;
}

/** What people call a case. */
export async function caseNumber(tx: EntityManager, id: string): Promise<string> {
  return (await tx.findOneBy(LitigationCase, { id }))?.number ?? id;
}
