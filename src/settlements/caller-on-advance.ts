import type { EntityManager } from 'typeorm';
import { AdvanceApplication, AdvanceItem } from '../advances';
import { DomainError } from '../errors';
import { type Caller, doneBy } from '../identity';
import { Organization } from '../organizations';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';

/**
 * The organization whose application it is: staff see those in books of the own bureau, members those of their
 * own organization. Row-level security shows no other.
 *
 * @throws DomainError NOT_FOUND
 */
async function applicantOf(
  tx: EntityManager,
  caller: Caller,
  applicationId: string,
): Promise<Organization> {
  const application = await tx.findOneBy(AdvanceApplication, { id: applicationId });
  const organization =
    application && (await tx.findOneBy(Organization, { id: application.organizationId }));
  if (organization === null) throw new DomainError('NOT_FOUND', 'not_found');
  const [own] = await tx.query<{ is_own: boolean }[]>(
    'SELECT $1::integer = ANY (fund.own_books()) AS is_own',
    [organization.bookId],
  );
  const isOwn =
    caller.creditCode === null ? own?.is_own === true : organization.uscc === caller.creditCode;
  if (!isOwn) throw new DomainError('NOT_FOUND', 'not_found');
  return organization;
}

/** An act of the caller on an application of the own. @throws DomainError NOT_FOUND */
export async function workOnApplication(
  tx: EntityManager,
  caller: Caller,
  applicationId: string,
  key: string,
): Promise<{ readonly work: Work; readonly organizationId: string }> {
  const { id: organizationId, bookId } = await applicantOf(tx, caller, applicationId);
  const bookKind = caller.sandbox ? 'sandbox' : 'real';
  const work = { tx, bookId, bookKind, on: await today(tx), key, ...doneBy(caller) } as const;
  return { work, organizationId };
}

/** The same on the application of a cost. @throws DomainError NOT_FOUND */
export async function workOnItem(
  tx: EntityManager,
  caller: Caller,
  itemId: string,
  key: string,
): Promise<Work> {
  const { applicationId } = await itemOf(tx, itemId);
  return (await workOnApplication(tx, caller, applicationId, key)).work;
}

/** Lets nobody read of a cost but whoever may see its application. @throws DomainError NOT_FOUND */
export async function requireOwnItem(
  tx: EntityManager,
  caller: Caller,
  itemId: string,
): Promise<void> {
  await applicantOf(tx, caller, (await itemOf(tx, itemId)).applicationId);
}

async function itemOf(tx: EntityManager, id: string): Promise<AdvanceItem> {
  const item = await tx.findOneBy(AdvanceItem, { id });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found');
  return item;
}
