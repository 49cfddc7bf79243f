import { uuidv7 } from 'uuidv7';
import { Defendant, type LitigationCase, type StepFacts } from '../cases';
import { DomainError } from '../errors';
import { judgeQualification, Organization, Qualification } from '../organizations';
import type { Work } from '../platform/work';
import type { NewStep } from './step-schemas';

/**
 * Adds whom a step makes a party of the case; what the step is to say of them.
 *
 * @throws DomainError NOT_FOUND no such organization in the book, PARTY_ALREADY_IN_CASE
 */
export async function addParty(
  work: Work,
  litigationCase: LitigationCase,
  step: NewStep,
): Promise<Pick<StepFacts, 'defendant' | 'name'>> {
  if (step.kind === 'plaintiff_joined')
    return joinPlaintiff(work, litigationCase, step.organization);
  if (step.kind !== 'defendant_added') return {};
  return { defendant: await addDefendant(work, litigationCase.id, step) };
}

async function joinPlaintiff(
  work: Work,
  { id: caseId, filedOn }: LitigationCase,
  organizationId: string,
): Promise<Pick<StepFacts, 'name'>> {
  const { tx, bookId } = work;
  const organization = await tx.findOneBy(Organization, { id: organizationId, bookId });
  if (organization === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { organization: organizationId });
  }
  if (await tx.existsBy(Qualification, { caseId, organizationId, isRevoked: false })) {
    throw new DomainError('PARTY_ALREADY_IN_CASE', 'conflict', { organization: organizationId });
  }
  await judgeQualification(work, { organizationId, caseId, filedOn });
  return { name: organization.name };
}

async function addDefendant(
  { tx }: Work,
  caseId: string,
  { name, defendantKind }: NewStep & { kind: 'defendant_added' },
): Promise<string> {
  const ordinal = await tx.countBy(Defendant, { caseId });
  const id = uuidv7();
  const ref = `d${String(ordinal + 1)}`;
  await tx.insert(Defendant, { id, caseId, ref, ordinal, name, kind: defendantKind });
  return id;
}
