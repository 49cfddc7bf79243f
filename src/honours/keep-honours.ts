import { type EntityManager, In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { ApprovedRequest } from '../approvals';
import { recordAct } from '../audit';
import { businessDate, yearOf } from '../calendar';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import type { HonourContent, HonourRevocationContent } from './honour-schemas';
import { Honour, HonourCase, HonourDocument, HonourRevocation } from './honour.entity';

interface Place {
  readonly tx: EntityManager;
  readonly bookId: number;
}

/**
 * The organization that is to be honoured, of the register of the book.
 *
 * @throws DomainError NOT_FOUND it or a case is not in the book
 * @throws DomainError ORG_NOT_QUALIFIED it is suspended or deregistered
 */
export async function requireHonourable(
  { tx, bookId }: Place,
  { organization: id, cases }: HonourContent,
): Promise<Organization> {
  const organization = await tx.findOneBy(Organization, { id, bookId });
  if (organization === null) throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
  if (organization.state !== 'registered') {
    throw new DomainError('ORG_NOT_QUALIFIED', 'refused', { state: organization.state });
  }
  const known = await tx.findBy(LitigationCase, { id: In([...cases]), bookId });
  const unknown = cases.find((one) => !known.some((each) => each.id === one));
  if (unknown !== undefined) throw new DomainError('NOT_FOUND', 'not_found', { case: unknown });
  return organization;
}

/**
 * An honour that stands.
 *
 * @throws DomainError NOT_FOUND it is not in the book
 * @throws DomainError HONOUR_REVOKED it was taken back
 */
export async function requireStanding({ tx, bookId }: Place, id: string): Promise<Honour> {
  const honour = await tx.findOneBy(Honour, { id, bookId });
  if (honour === null) throw new DomainError('NOT_FOUND', 'not_found', { honour: id });
  const revocation = await tx.findOneBy(HonourRevocation, { honourId: id });
  if (revocation !== null) {
    throw new DomainError('HONOUR_REVOKED', 'conflict', { revokedOn: revocation.revokedOn });
  }
  return honour;
}

async function nextOrdinal({ tx, bookId }: Work, year: number): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`honours of ${String(bookId)}`]);
  return ((await tx.maximum(Honour, 'ordinal', { bookId, year })) ?? 0) + 1;
}

/**
 * Enters an honour in the register under the next number of its year; returns its id.
 *
 * @throws DomainError NOT_FOUND, ORG_NOT_QUALIFIED
 */
export async function grantHonour(
  work: Work,
  content: HonourContent,
  request: ApprovedRequest,
): Promise<string> {
  const { tx, bookId, on } = work;
  const organization = await requireHonourable(work, content);
  const id = uuidv7();
  const grantedOn = businessDate(on);
  const year = yearOf(grantedOn);
  const ordinal = await nextOrdinal(work, year);
  await tx.insert(Honour, {
    ...{ id, bookId, organizationId: organization.id, kind: content.kind, year, ordinal },
    ...{ grantedOn, organizationName: organization.name, ground: content.ground },
    approvalRequestId: request.id,
  });
  if (content.cases.length > 0) {
    await tx.insert(
      HonourCase,
      content.cases.map((caseId) => ({ honourId: id, caseId })),
    );
  }
  if (content.documents.length > 0) {
    await tx.insert(
      HonourDocument,
      content.documents.map((document, index) => ({
        honourId: id,
        ordinal: index + 1,
        documentId: document.id,
      })),
    );
  }
  const facts = { honour: id, organization: organization.id, kind: content.kind };
  await recordAct(work, 'honour.grant', { ...facts, approval: request.id });
  return id;
}

/**
 * Takes an honour back; its row stays, and says so.
 *
 * @throws DomainError NOT_FOUND, HONOUR_REVOKED
 */
export async function revokeHonour(
  work: Work,
  { honour, reason }: HonourRevocationContent,
  request: ApprovedRequest,
): Promise<void> {
  await requireStanding(work, honour);
  await work.tx.insert(HonourRevocation, {
    ...{ honourId: honour, revokedOn: businessDate(work.on), reason },
    approvalRequestId: request.id,
  });
  await recordAct(work, 'honour.revoke', { honour, approval: request.id });
}
