import type { EntityManager } from 'typeorm';
import type { Setting } from '../approvals';
import { CaseStep, Defendant, LitigationCase, standingSteps } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { outcomesOf } from '../law';
import { ZERO_FEN } from '../money';
import { Qualification } from '../organizations';
import { readCalendar } from '../working-days';
import { requireRecordable } from './check-judgment';
import { itemsOf } from './judgment-of-content';
import { type JudgmentContent, tooEarlyItem } from './judgment-schemas';
import { Judgment } from './judgment.entity';
import { requireReversible } from './reverse-judgment';

/** @throws DomainError NOT_FOUND it is not in the book */
export async function caseIn({ tx, book }: Setting, id: string): Promise<LitigationCase> {
  const found = book && (await tx.findOneBy(LitigationCase, { id, bookId: book.id }));
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  return found;
}

/** @throws DomainError DOCUMENT_NOT_FOUND */
export async function requirePapers(
  { tx, maker, book }: Setting,
  papers: readonly { readonly id: string; readonly sha256: string }[],
): Promise<void> {
  if (book === null) throw new Error('a judgment is recorded in a book');
  await requireNamedDocuments(tx, maker, papers, { bookId: book.id });
}

/**
 * The step that makes the judgment effective.
 *
 * @throws DomainError JUDGMENT_NOT_FINAL no such step stands, or it has no such outcome; JUDGMENT_RECORDED
 */
export async function effectiveStep(
  tx: EntityManager,
  { case: caseId, step: id, outcome }: JudgmentContent,
): Promise<CaseStep> {
  const step = (await standingSteps(tx, caseId)).find((candidate) => candidate.id === id);
  const law = step?.toLaw();
  if (step === undefined || law === undefined || !outcomesOf(law).includes(outcome)) {
    throw new DomainError('JUDGMENT_NOT_FINAL', 'refused', { outcome });
  }
  if (await tx.existsBy(Judgment, { caseStepId: id })) {
    throw new DomainError('JUDGMENT_RECORDED', 'conflict');
  }
  return step;
}

/**
 * Checks what a judgment can be refused for, before anybody decides on it and once more when it is carried out.
 *
 * @returns the step that makes it effective
 * @throws DomainError JUDGMENT_NOT_FINAL, JUDGMENT_RECORDED, NOT_FOUND, INTEREST_NOT_COMPUTABLE, those of
 *   requireReversible and of requireRecordable
 */
export async function requireJudgment(
  tx: EntityManager,
  litigationCase: LitigationCase,
  content: JudgmentContent,
): Promise<CaseStep> {
  const step = await effectiveStep(tx, content);
  await requireParties(tx, content);
  const early = tooEarlyItem(content, step.happenedOn);
  if (early !== undefined) {
    throw new DomainError('INTEREST_NOT_COMPUTABLE', 'refused', { item: early.ref });
  }
  const { case: caseId, ref, replaces } = content;
  const released =
    replaces === undefined ? ZERO_FEN : (await requireReversible(tx, caseId, replaces)).granted;
  const calendar = await readCalendar(tx);
  await requireRecordable(
    tx,
    litigationCase,
    { caseId, ref, items: itemsOf(content, calendar) },
    released,
  );
  return step;
}

/** @throws DomainError NOT_FOUND a defendant or a plaintiff that is not of the case */
async function requireParties(
  tx: EntityManager,
  { case: caseId, items, inKind }: JudgmentContent,
): Promise<void> {
  const named = [
    ...items.flatMap(({ liability }) => liability.debtors.map(({ defendant }) => defendant)),
    ...inKind.flatMap(({ defendants }) => defendants),
  ];
  const defendants = await tx.findBy(Defendant, { caseId, isRevoked: false });
  const stranger = named.find((id) => !defendants.some((defendant) => defendant.id === id));
  if (stranger !== undefined) {
    throw new DomainError('NOT_FOUND', 'not_found', { defendant: stranger });
  }
  const plaintiffs = await tx.findBy(Qualification, { caseId, isRevoked: false });
  for (const { organization } of items) {
    const sues = plaintiffs.some(({ organizationId }) => organizationId === organization);
    if (organization !== undefined && !sues) {
      throw new DomainError('NOT_FOUND', 'not_found', { organization });
    }
  }
}
