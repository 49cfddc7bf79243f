import { uuidv7 } from 'uuidv7';
import type { ApprovedRequest } from '../approvals';
import { recordAct, recordComputation } from '../audit';
import { businessDate } from '../calendar';
import { DomainError } from '../errors';
import { checkTerms, type Explained, type Instalment, parsePercent, type TermsFault } from '../law';
import { type Fen, parsePositiveYuan, ZERO_FEN } from '../money';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import type { Work } from '../platform/work';
import { AgreementDocument, AgreementInstalment, ServiceAgreement } from './agreement.entity';
import type { AgreementContent, AgreementEnd } from './content-schemas';
import { requireGoodStanding } from './keep-law-firm';
import { LawFirm } from './law-firm.entity';

/** What the trail says an agreement is. */
export const subjectOfAgreement = (id: string): string => `service_agreement/${id}`;

const fenOf = (yuan: string): Fen => parsePositiveYuan(yuan) ?? ZERO_FEN;

const instalmentsOf = ({ instalments }: AgreementContent): Instalment[] =>
  instalments.map(({ due, percent, amount }) =>
    amount === undefined
      ? { due, basisPoints: parsePercent(percent ?? '') ?? 0n }
      : { due, amount: fenOf(amount) },
  );

/** Limits of an agreement, in fen. */
const limitsOf = ({ perCase, perInstance, inAll }: AgreementContent) => ({
  perCase: fenOf(perCase),
  perInstance: fenOf(perInstance),
  inAll: fenOf(inAll),
});

/** What an agreement comes to at most, by which it is decided who decides on it. */
export const amountOfAgreement = ({ inAll }: AgreementContent): Fen => fenOf(inAll);

/** @throws DomainError AGREEMENT_TERMS_INVALID with the fault, and how it came about */
export function requireFittingTerms(
  content: AgreementContent,
): Explained<{ fault: TermsFault | null }> {
  const checked = checkTerms(limitsOf(content), instalmentsOf(content));
  const { fault } = checked.value;
  if (fault !== null) {
    const steps = checked.explanation.steps.map(({ what, gives }) => ({ what, gives }));
    throw new DomainError('AGREEMENT_TERMS_INVALID', 'refused', { fault, steps });
  }
  return checked;
}

/** @throws DomainError NOT_FOUND, LAW_FIRM_NOT_IN_GOOD_STANDING, AGREEMENT_NUMBER_TAKEN */
export async function requireAgreementPossible(
  { tx, bookId }: Pick<Work, 'tx' | 'bookId'>,
  { lawFirm, number }: AgreementContent,
): Promise<LawFirm> {
  const firm = await tx.findOneBy(LawFirm, { id: lawFirm, bookId });
  if (firm === null) throw new DomainError('NOT_FOUND', 'not_found', { lawFirm });
  requireGoodStanding(firm);
  if (await tx.existsBy(ServiceAgreement, { bookId, number })) {
    throw new DomainError('AGREEMENT_NUMBER_TAKEN', 'conflict', { number });
  }
  return firm;
}

async function keepParts(
  work: Work,
  agreementId: string,
  content: AgreementContent,
): Promise<void> {
  await work.tx.insert(
    AgreementInstalment,
    instalmentsOf(content).map((one, index) => ({
      agreementId,
      ordinal: index + 1,
      due: one.due,
      basisPoints: 'basisPoints' in one ? Number(one.basisPoints) : null,
      amountFen: 'amount' in one ? one.amount : null,
    })),
  );
  await work.tx.insert(
    AgreementDocument,
    content.documents.map(({ id }, index) => ({
      agreementId,
      ordinal: index + 1,
      documentId: id,
    })),
  );
}

/**
 * Keeps an agreement that was approved; returns its id.
 *
 * @throws DomainError NOT_FOUND, LAW_FIRM_NOT_IN_GOOD_STANDING, AGREEMENT_NUMBER_TAKEN, AGREEMENT_TERMS_INVALID
 */
export async function makeAgreement(
  work: Work,
  content: AgreementContent,
  request: ApprovedRequest,
): Promise<string> {
  const { explanation, value } = requireFittingTerms(content);
  await requireAgreementPossible(work, content);
  const id = uuidv7();
  const { perCase, perInstance, inAll } = limitsOf(content);
  await refuseDuplicate('uq_service_agreement_book_id_number', 'AGREEMENT_NUMBER_TAKEN', () =>
    work.tx.insert(ServiceAgreement, {
      id,
      bookId: work.bookId,
      lawFirmId: content.lawFirm,
      number: content.number,
      fromOn: businessDate(content.from),
      untilOn: businessDate(content.until),
      scope: content.scope,
      capPerCaseFen: perCase,
      capPerInstanceFen: perInstance,
      capInAllFen: inAll,
      approvalRequestId: request.id,
    }),
  );
  await keepParts(work, id, content);
  await recordComputation(work, subjectOfAgreement(id), explanation, value);
  await recordAct(work, 'service_agreement.make', { agreement: id, approval: request.id });
  return id;
}

/** @throws DomainError AGREEMENT_NOT_IN_FORCE it has ended, or would end outside its term */
export function requireEndPossible(
  { fromOn, untilOn, endedOn }: ServiceAgreement,
  on: string,
): void {
  if (endedOn !== null || on < fromOn || on >= untilOn) {
    throw new DomainError('AGREEMENT_NOT_IN_FORCE', 'conflict', {
      from: fromOn,
      until: endedOn ?? untilOn,
      on,
    });
  }
}

/**
 * Ends an agreement before its term is over; what was engaged under it stays.
 *
 * @throws DomainError NOT_FOUND, AGREEMENT_NOT_IN_FORCE
 */
export async function endAgreement(
  work: Work,
  { agreement: id, endedOn, reason }: AgreementEnd,
  request: ApprovedRequest,
): Promise<void> {
  const agreement = await lockAgreement(work, id);
  requireEndPossible(agreement, endedOn);
  await work.tx.update(ServiceAgreement, id, {
    endedOn: businessDate(endedOn),
    endReason: reason,
    endRequestId: request.id,
  });
  await recordAct(work, 'service_agreement.end', { agreement: id, approval: request.id });
}

/**
 * Locks an agreement of the book: one engagement under it after the other.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockAgreement(work: Work, id: string): Promise<ServiceAgreement> {
  const found = await work.tx.findOne(ServiceAgreement, {
    where: { id, bookId: work.bookId },
    lock: { mode: 'pessimistic_write' },
  });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { agreement: id });
  return found;
}
