import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { refuseParty } from '../approvals';
import { recordAct } from '../audit';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, minFen, subtractFen } from '../money';
import { Organization } from '../organizations';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { once } from './act-once';
import { Award, AwardShare } from './award.entity';
import { AwardReturn } from './recall.entity';

/** What a cashier found on the statement of the bank; `work.on` is the day on which it came. */
export interface AwardReturnToRecord {
  readonly shareId: string;
  readonly recordedById: string;
  readonly amount: Fen;
  readonly bankReference: string;
}

/** The recalls by which something of a share is owed back, the latest first. */
async function recallsOf(
  { tx }: Work,
  shareId: string,
): Promise<readonly { readonly request: string; readonly day: string }[]> {
  return tx.query<{ request: string; day: string }[]>(
    `SELECT DISTINCT r.id, r.approval_request_id AS request, r.recalled_on::text AS day
       FROM fund.award_recall r JOIN fund.award_recall_part p ON p.recall_id = r.id
      WHERE p.share_id = $1 AND p.owed_fen > 0 ORDER BY r.id DESC`,
    [shareId],
  );
}

const owedOf = (share: AwardShare) => ({
  quota: subtractFen(share.owedSanctionQuotaFen, share.returnedSanctionQuotaFen),
  fund: subtractFen(share.owedAwardFundFen, share.returnedAwardFundFen),
});

/** @throws DomainError IDEMPOTENCY_KEY_REUSED */
async function isRecorded(
  { tx, on }: Work,
  given: AwardReturnToRecord,
  actKey: string,
): Promise<boolean> {
  const { recordedById, shareId, amount, bankReference } = given;
  const made = await tx.findOneBy(AwardReturn, { recordedById, actKey });
  if (made === null) return false;
  const isSame =
    made.shareId === shareId &&
    addFen(made.sanctionQuotaFen, made.awardFundFen) === amount &&
    made.returnedOn === on &&
    made.bankReference === bankReference;
  if (isSame) return true;
  throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
}

/**
 * Records that an organization returned a recalled award, or a part of it: the money is in its pools again. Once for a
 * key.
 *
 * @throws DomainError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, AWARD_RETURN_EXCEEDED, SAME_PERSON, PAYMENT_DAY_WRONG
 */
export async function returnAward(work: Work, given: AwardReturnToRecord): Promise<void> {
  const { tx, on } = work;
  const { shareId, recordedById, amount, bankReference } = given;
  const found = await tx.findOneBy(AwardShare, { id: shareId });
  const award = found && (await tx.findOneBy(Award, { id: found.awardId }));
  if (award === null) throw new DomainError('NOT_FOUND', 'not_found', { share: shareId });
  await lockCase(work, award.caseId);
  const body = { shareId, amount: formatYuan(amount), on, bankReference };
  const { actKey } = await once(tx, 'award returns', {
    ...{ personId: recordedById, key: work.key, body },
  });
  if (await isRecorded(work, given, actKey)) return;
  const share = await tx.findOneByOrFail(AwardShare, { id: shareId });
  const { quota, fund } = owedOf(share);
  const recalls = await recallsOf(work, shareId);
  const [last] = recalls;
  if (last === undefined || amount > quota + fund) {
    const left = formatYuan(addFen(quota, fund));
    throw new DomainError('AWARD_RETURN_EXCEEDED', 'refused', { left, amount: body.amount });
  }
  const requests = recalls.map(({ request }) => request);
  await refuseParty(tx, requests, recordedById);
  const [earliest, latest] = [recalls.at(-1)?.day ?? last.day, await today(tx)];
  if (on < earliest || on > latest) {
    throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { earliest, latest });
  }
  const sanctionQuotaFen = minFen(amount, quota);
  const awardFundFen = subtractFen(amount, sanctionQuotaFen);
  const id = uuidv7();
  await tx.insert(AwardReturn, {
    ...{ id, shareId, sanctionQuotaFen, awardFundFen, returnedOn: on, bankReference },
    ...{ approvalRequestId: last.request, recordedById, actKey },
  });
  await tx.update(AwardShare, shareId, {
    returnedSanctionQuotaFen: addFen(share.returnedSanctionQuotaFen, sanctionQuotaFen),
    returnedAwardFundFen: addFen(share.returnedAwardFundFen, awardFundFen),
  });
  const { ref: party } = await tx.findOneByOrFail(Organization, { id: share.organizationId });
  const booked = { ...work, key: `award-return:${id}` };
  await post(
    booked,
    facts.awardReturned(award.caseId, award.ref, [
      { pool: 'sanction_quota', party, amount: sanctionQuotaFen },
      { pool: 'award_fund', party, amount: awardFundFen },
    ]),
  );
  await recordAct(booked, 'award.returned', { share: shareId, amount: body.amount, bankReference });
}
