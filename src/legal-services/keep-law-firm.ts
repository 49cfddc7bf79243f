import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { ApprovedRequest } from '../approvals';
import { hashesAround, hashOfContent, recordAct, type RecordedContent } from '../audit';
import { businessDate } from '../calendar';
import { DomainError } from '../errors';
import { parsePositiveYuan } from '../money';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import type { Work } from '../platform/work';
import type { FirmChange, FirmRegistration, LawFirmFacts } from './content-schemas';
import { LawFirm, LawFirmDocument, LawFirmVersion, Lawyer } from './law-firm.entity';

/** What the trail says a law firm is. */
export const subjectOfFirm = (id: string): string => `law_firm/${id}`;

/** The file of a law firm, as the trail hashes it. */
const firmContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT to_jsonb(f) || jsonb_build_object('lawyers', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id)
                 FROM fund.lawyer l WHERE l.law_firm_id = f.id)) AS content
          FROM fund.law_firm f WHERE f.id = $1`,
});

/** @throws DomainError LAW_FIRM_REGISTERED the book has it already */
export async function requireNoFirm(
  tx: EntityManager,
  bookId: number,
  uscc: string,
): Promise<void> {
  const known = await tx.findOneBy(LawFirm, { bookId, uscc });
  if (known !== null) {
    throw new DomainError('LAW_FIRM_REGISTERED', 'conflict', { uscc, lawFirm: known.id });
  }
}

/** @throws DomainError LAW_FIRM_CHANGED it has another version by now */
export function requireFirmVersion(firm: LawFirm, version: number): void {
  if (firm.version !== version) {
    throw new DomainError('LAW_FIRM_CHANGED', 'conflict', {
      version: firm.version,
      given: version,
    });
  }
}

/** @throws DomainError LAW_FIRM_NOT_IN_GOOD_STANDING */
export function requireGoodStanding({ id, state }: LawFirm): void {
  if (state !== 'registered') {
    throw new DomainError('LAW_FIRM_NOT_IN_GOOD_STANDING', 'refused', { lawFirm: id, state });
  }
}

/** @throws DomainError LAW_FIRM_NOT_IN_GOOD_STANDING it was removed, for good */
export function requireNotRemoved({ id, state }: LawFirm): void {
  if (state === 'removed') {
    throw new DomainError('LAW_FIRM_NOT_IN_GOOD_STANDING', 'conflict', { lawFirm: id, state });
  }
}

/**
 * Locks a law firm of the book.
 *
 * @throws DomainError NOT_FOUND
 */
async function lockFirm(work: Work, id: string): Promise<LawFirm> {
  const found = await work.tx.findOne(LawFirm, {
    where: { id, bookId: work.bookId },
    lock: { mode: 'pessimistic_write' },
  });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { lawFirm: id });
  return found;
}

async function keepVersion(
  tx: EntityManager,
  version: Pick<LawFirmVersion, 'lawFirmId' | 'version' | 'reason'>,
  facts: LawFirmFacts,
  request: ApprovedRequest,
): Promise<void> {
  const { kind, number, on, authority = null, method = null, bidders = null } = facts.source;
  await tx.insert(LawFirmVersion, {
    ...version,
    facts: facts as object,
    sourceKind: kind,
    sourceNumber: number,
    sourceOn: businessDate(on),
    authority,
    tenderMethod: method,
    bidders,
    winningPriceFen: parsePositiveYuan(facts.source.winningPrice) ?? null,
    enteredBy: request.maker.name,
    approvalRequestId: request.id,
  });
  await tx.insert(
    LawFirmDocument,
    facts.documents.map(({ id }, index) => ({
      lawFirmId: version.lawFirmId,
      version: version.version,
      ordinal: index + 1,
      documentId: id,
    })),
  );
}

/** Lawyers are known by the number of their licence; those who are named no more have left. */
async function keepLawyers(
  tx: EntityManager,
  lawFirmId: string,
  given: LawFirmFacts['lawyers'],
): Promise<void> {
  const known = new Set(
    (await tx.findBy(Lawyer, { lawFirmId })).map(({ licenceNumber }) => licenceNumber),
  );
  await tx.update(Lawyer, { lawFirmId }, { state: 'left' });
  for (const { name, licenceNumber, field } of given) {
    if (known.has(licenceNumber)) {
      await tx.update(Lawyer, { lawFirmId, licenceNumber }, { name, field, state: 'active' });
    } else {
      const lawyer = { id: uuidv7(), lawFirmId, name, licenceNumber, field };
      await tx.insert(Lawyer, { ...lawyer, state: 'active' });
    }
  }
}

/**
 * Enters a law firm with its lawyers and its source; returns its id.
 *
 * @throws DomainError LAW_FIRM_REGISTERED
 */
export async function registerFirm(
  work: Work,
  { uscc, facts }: FirmRegistration,
  request: ApprovedRequest,
): Promise<string> {
  const { tx, bookId } = work;
  await requireNoFirm(tx, bookId, uscc);
  const id = uuidv7();
  const { name, licenceNumber, region } = facts;
  await refuseDuplicate('uq_law_firm_book_id_uscc', 'LAW_FIRM_REGISTERED', () =>
    tx.insert(LawFirm, {
      ...{ id, bookId, uscc, name, licenceNumber, region },
      state: 'registered',
      version: 1,
    }),
  );
  await keepVersion(tx, { lawFirmId: id, version: 1, reason: '登记' }, facts, request);
  await keepLawyers(tx, id, facts.lawyers);
  const afterHash = await hashOfContent(tx, firmContent(id));
  const content = { lawFirm: id, approval: request.id };
  await recordAct(work, 'law_firm.register', content, null, { ...(afterHash && { afterHash }) });
  return id;
}

/**
 * Replaces what the register says of a law firm by what was approved.
 *
 * @throws DomainError NOT_FOUND, LAW_FIRM_CHANGED, LAW_FIRM_NOT_IN_GOOD_STANDING
 */
export async function changeFirm(
  work: Work,
  change: FirmChange,
  request: ApprovedRequest,
): Promise<void> {
  const firm = await lockFirm(work, change.lawFirm);
  requireNotRemoved(firm);
  requireFirmVersion(firm, change.version);
  const { facts, state, reason } = change;
  const { name, licenceNumber, region } = facts;
  const version = firm.version + 1;
  const [, hashes] = await hashesAround(work.tx, firmContent(firm.id), async () => {
    await work.tx.update(LawFirm, firm.id, { name, licenceNumber, region, state, version });
    await keepVersion(work.tx, { lawFirmId: firm.id, version, reason }, facts, request);
    await keepLawyers(work.tx, firm.id, facts.lawyers);
  });
  const content = { lawFirm: firm.id, approval: request.id };
  await recordAct(work, 'law_firm.change', content, null, hashes);
}
