import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordEvent } from '../audit';
import { businessDate } from '../calendar';
import { bookOfUpload, requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { actorFacts, type Caller } from '../identity';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import { today } from '../platform/database/today';
import { contentHash } from '../platform/json/content-hash';
import type { EvaluationGiven, TrainingGiven } from './content-schemas';
import {
  LegalEngagement,
  LegalEvaluation,
  TrainingDocument,
  TrainingRecord,
} from './engagement.entity';
import { subjectOfEngagement } from './engage';

/** An engagement in a book of the caller's own bureau. */
async function ownEngagement(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<LegalEngagement> {
  const engagement = await tx.findOneBy(LegalEngagement, { id });
  if (engagement === null) throw new DomainError('NOT_FOUND', 'not_found');
  const [book] = await tx.query<{ code: string }[]>('SELECT code FROM ledger.book WHERE id = $1', [
    engagement.bookId,
  ]);
  if (book === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  await bookOfUpload(tx, caller, book.code).catch(() => {
    throw new DomainError('NOT_FOUND', 'not_found');
  });
  return engagement;
}

/**
 * Keeps how a reviewer found the work on an engagement, once and for good.
 *
 * @throws DomainError NOT_FOUND, EVALUATION_TOO_EARLY the case was not over, ENGAGEMENT_EVALUATED
 */
export async function evaluateEngagement(
  tx: EntityManager,
  caller: Caller,
  id: string,
  given: EvaluationGiven,
): Promise<void> {
  const engagement = await ownEngagement(tx, caller, id);
  const { closedOn, ...found } = given;
  if (closedOn < engagement.engagedOn || closedOn > (await today(tx))) {
    const { engagedOn } = engagement;
    throw new DomainError('EVALUATION_TOO_EARLY', 'refused', { engagedOn, closedOn });
  }
  if (await tx.existsBy(LegalEvaluation, { engagementId: id })) {
    throw new DomainError('ENGAGEMENT_EVALUATED', 'conflict');
  }
  await refuseDuplicate('pk_legal_evaluation', 'ENGAGEMENT_EVALUATED', () =>
    tx.insert(LegalEvaluation, {
      engagementId: id,
      closedOn: businessDate(closedOn),
      ...found,
      evaluatedById: caller.personId,
    }),
  );
  await recordEvent(tx, {
    action: 'legal_engagement.evaluate',
    ...actorFacts(caller),
    bookId: engagement.bookId,
    subject: subjectOfEngagement(id),
    afterHash: contentHash(given),
    content: { closedOn, ...scoresOf(given) },
  });
}

const scoresOf = ({ diligence, quality, timeliness }: EvaluationGiven) => ({
  diligence,
  quality,
  timeliness,
});

/**
 * Keeps a record of training or guidance; returns its id.
 *
 * @throws DomainError NOT_FOUND, DOCUMENT_NOT_FOUND
 */
export async function recordTraining(
  tx: EntityManager,
  caller: Caller,
  given: TrainingGiven,
): Promise<string> {
  const { book, heldOn, documents, ...facts } = given;
  const bookId = await bookOfUpload(tx, caller, book);
  await requireNamedDocuments(tx, caller, documents, { bookId });
  const id = uuidv7();
  await tx.insert(TrainingRecord, {
    id,
    bookId,
    heldOn: businessDate(heldOn),
    ...facts,
    recordedById: caller.personId,
  });
  await tx.insert(
    TrainingDocument,
    documents.map((document, index) => ({
      trainingId: id,
      ordinal: index + 1,
      documentId: document.id,
    })),
  );
  await recordEvent(tx, {
    action: 'training.record',
    ...actorFacts(caller),
    bookId,
    subject: `training_record/${id}`,
    afterHash: contentHash(given),
    content: { heldOn, kind: given.kind, topic: given.topic },
  });
  return id;
}
