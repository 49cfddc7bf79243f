import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { openCase } from '../cases';
import { DomainError } from '../errors';
import { openBook } from '../ledger';
import { judgeQualification, registerOrganization } from '../organizations';
import type { Work } from '../platform/work';
import { CaseFile } from './case-file.entity';
import type { CaseFileDocument } from './case-file-schema';

/** Who brings a case file in. */
const IMPORTER = 'officer';

/** Lets one process at a time work on a case file, until the end of the transaction. */
export async function lockCaseFile(tx: EntityManager, id: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('fund.case_file'), hashtext($1))`, [id]);
}

/**
 * Opens the sandbox book of a case file with its organizations and its case, or finds the one that
 * was opened for the same file before.
 *
 * @throws DomainError CASE_FILE_CHANGED the id was used for another file
 */
export async function openCaseFile(
  tx: EntityManager,
  document: CaseFileDocument,
): Promise<CaseFile> {
  await lockCaseFile(tx, document.id);
  const known = await tx.findOneBy(CaseFile, { id: document.id });
  if (known !== null) {
    requireUnchanged(known.document as CaseFileDocument, document);
    return known;
  }
  const bookId = await openBook(tx, {
    code: `casefile-${document.id}`,
    kind: 'sandbox',
    title: document.title,
  });
  const work: Work = {
    tx,
    bookId,
    bookKind: 'sandbox',
    on: document.case.filedOn,
    by: IMPORTER,
    key: `casefile:${document.id}:opening`,
  };
  const caseId = await openCase(work, {
    number: document.case.number,
    court: document.case.court,
    filedOn: document.case.filedOn,
    damageRoute: document.settings?.damageRoute ?? 'treasury',
    dayCount: document.settings?.dayCount ?? 'end_minus_start',
    defendants: document.defendants,
  });
  for (const {
    ref,
    name,
    registrarRegion,
    activeSince,
    reviewedBy,
    ...facts
  } of document.organizations) {
    const organizationId = await registerOrganization(work, {
      ...facts,
      ref,
      name,
      ...(registrarRegion !== undefined && { registrarRegion }),
      ...(activeSince !== undefined && { activeSince }),
      ...(reviewedBy !== undefined && { reviewedBy }),
    });
    await judgeQualification(work, { organizationId, caseId, filedOn: document.case.filedOn });
  }
  await tx.insert(CaseFile, { id: document.id, bookId, caseId, document: document as object });
  return tx.findOneByOrFail(CaseFile, { id: document.id });
}

function requireUnchanged(known: CaseFileDocument, given: CaseFileDocument): void {
  // Through JSON, as the known one was: undefined members and the like do not count.
  const replayed = JSON.parse(JSON.stringify(given)) as CaseFileDocument;
  const length = Math.max(known.events.length, replayed.events.length);
  for (let event = 0; event < length; event += 1) {
    if (!isDeepStrictEqual(known.events[event], replayed.events[event])) {
      throw new DomainError('CASE_FILE_CHANGED', 'conflict', {
        id: given.id,
        event,
        pointer: `/events/${event}`,
      });
    }
  }
  for (const key of new Set([...Object.keys(known), ...Object.keys(replayed)])) {
    const member = key as keyof CaseFileDocument;
    if (!isDeepStrictEqual(known[member], replayed[member])) {
      throw new DomainError('CASE_FILE_CHANGED', 'conflict', { id: given.id, pointer: `/${key}` });
    }
  }
}
