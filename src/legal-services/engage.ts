import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { ApprovedRequest } from '../approvals';
import { recordAct, recordComputation } from '../audit';
import { businessDate } from '../calendar';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { checkFee, type Explained, type FeeBreach } from '../law';
import { type Fen, fen, formatYuan, parsePositiveYuan, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { ServiceAgreement } from './agreement.entity';
import type { EngagementContent } from './content-schemas';
import { EngagementLawyer, LegalEngagement } from './engagement.entity';
import { lockAgreement } from './keep-agreement';
import { requireGoodStanding } from './keep-law-firm';
import { LawFirm, Lawyer } from './law-firm.entity';

/** What the trail says an engagement is. */
export const subjectOfEngagement = (id: string): string => `legal_engagement/${id}`;

/** The fee of an engagement, by which it is decided who decides on it. */
export const feeOf = ({ fee }: EngagementContent): Fen => parsePositiveYuan(fee) ?? ZERO_FEN;

type Place = Pick<Work, 'tx' | 'bookId'>;

/** What an engagement is about, as it was found in the book. */
export interface EngagementMatter {
  readonly firm: LawFirm;
  readonly litigation: LitigationCase;
  readonly organization: Organization;
}

async function findIn<Row extends { id: string }>(
  { tx, bookId }: Place,
  target: new () => Row,
  id: string,
  name: string,
): Promise<Row> {
  const [found] = await tx
    .createQueryBuilder(target, 'row')
    .where('row.id = :id AND row.book_id = :bookId', { id, bookId })
    .getMany();
  if (found === undefined) throw new DomainError('NOT_FOUND', 'not_found', { [name]: id });
  return found;
}

async function requireLawyers(
  { tx }: Place,
  { lawFirm, lawyers }: EngagementContent,
): Promise<void> {
  const found = await tx.findBy(Lawyer, {
    id: In([...lawyers]),
    lawFirmId: lawFirm,
    state: 'active',
  });
  const missing = lawyers.filter((id) => found.every((lawyer) => lawyer.id !== id));
  if (missing.length > 0) {
    throw new DomainError('LAWYER_NOT_OF_FIRM', 'refused', { lawyers: missing });
  }
}

function requireInForce({ fromOn, untilOn, endedOn }: ServiceAgreement, on: string): void {
  const until = endedOn ?? untilOn;
  if (on < fromOn || on > until) {
    throw new DomainError('AGREEMENT_NOT_IN_FORCE', 'conflict', { from: fromOn, until, on });
  }
}

async function feesSoFar(
  { tx }: Place,
  { agreement, case: caseId, instance }: EngagementContent,
): Promise<{ readonly ofCase: Fen; readonly ofInstance: Fen }> {
  const [sums] = await tx.query<{ of_case: string; of_instance: string }[]>(
    `SELECT coalesce(sum(e.fee_fen), 0) AS of_case,
            coalesce(sum(e.fee_fen) FILTER (WHERE e.instance = $3), 0) AS of_instance
       FROM fund.legal_engagement e WHERE e.agreement_id = $1 AND e.case_id = $2`,
    [agreement, caseId, instance],
  );
  return {
    ofCase: fen(BigInt(sums?.of_case ?? 0)),
    ofInstance: fen(BigInt(sums?.of_instance ?? 0)),
  };
}

/**
 * Says whether a firm could be engaged as it stands: everything is of the book, the firm is in good
 * standing, the lawyers are its own, the agreement is in force on the day, and the fee within its limits.
 *
 * @throws DomainError NOT_FOUND, LAW_FIRM_NOT_IN_GOOD_STANDING, LAWYER_NOT_OF_FIRM, AGREEMENT_NOT_IN_FORCE,
 *   ENGAGEMENT_FEE_TOO_HIGH with the limit that it is over
 */
export async function requireEngagementPossible(
  place: Place,
  agreement: ServiceAgreement,
  content: EngagementContent,
): Promise<EngagementMatter & { readonly checked: Explained<{ breach: FeeBreach | null }> }> {
  const firm = await findIn(place, LawFirm, content.lawFirm, 'lawFirm');
  if (agreement.lawFirmId !== firm.id) {
    throw new DomainError('NOT_FOUND', 'not_found', { agreement: agreement.id });
  }
  const litigation = await findIn(place, LitigationCase, content.case, 'case');
  const organization = await findIn(place, Organization, content.organization, 'organization');
  requireGoodStanding(firm);
  await requireLawyers(place, content);
  requireInForce(agreement, content.engagedOn);
  const checked = checkFee(
    {
      perCase: agreement.capPerCaseFen,
      perInstance: agreement.capPerInstanceFen,
      inAll: agreement.capInAllFen,
      used: agreement.usedFen,
    },
    { fee: feeOf(content), ...(await feesSoFar(place, content)) },
  );
  const { breach } = checked.value;
  if (breach !== null) {
    throw new DomainError('ENGAGEMENT_FEE_TOO_HIGH', 'refused', {
      limit: breach.limit,
      most: formatYuan(breach.most),
      amount: formatYuan(breach.amount),
    });
  }
  return { firm, litigation, organization, checked };
}

/** The same before anything is locked, for whoever asks. */
export async function rehearseEngagement(
  place: Place,
  content: EngagementContent,
): Promise<EngagementMatter> {
  const agreement = await findIn(place, ServiceAgreement, content.agreement, 'agreement');
  return requireEngagementPossible(place, agreement, content);
}

/**
 * Engages a firm on an instance of a case; returns the engagement's id. Of two that race for the last of
 * an agreement one waits for the other, and is refused.
 *
 * @throws DomainError as {@link requireEngagementPossible}
 */
export async function engage(
  work: Work,
  content: EngagementContent,
  request: ApprovedRequest,
): Promise<string> {
  const agreement = await lockAgreement(work, content.agreement);
  const { checked } = await requireEngagementPossible(work, agreement, content);
  const id = uuidv7();
  await work.tx.insert(LegalEngagement, {
    id,
    bookId: work.bookId,
    agreementId: agreement.id,
    caseId: content.case,
    organizationId: content.organization,
    instance: content.instance,
    feeFen: feeOf(content),
    engagedOn: businessDate(content.engagedOn),
    approvalRequestId: request.id,
  });
  await work.tx.insert(
    EngagementLawyer,
    content.lawyers.map((lawyerId) => ({ engagementId: id, lawyerId })),
  );
  await recordComputation(work, subjectOfEngagement(id), checked.explanation, { breach: null });
  await recordAct(work, 'legal_engagement.make', { engagement: id, approval: request.id });
  return id;
}
