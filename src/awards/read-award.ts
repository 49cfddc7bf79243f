import { type EntityManager, In } from 'typeorm';
import { type LitigationCase } from '../cases';
import type { Caller } from '../identity';
import type { Explanation } from '../law';
import { Book } from '../ledger';
import { addFen, type Fen, formatYuan } from '../money';
import { today } from '../platform/database/today';
import { awardNow } from './assess';
import {
  AwardAssessment,
  AwardAssessmentShare,
  AwardNotice,
  AwardObjection,
  AwardObjectionDecision,
} from './assessment.entity';
import { Sanction } from './award.entity';
import { awardState } from './award-state';
import type { AwardOfCase } from './award-views';
import { type Names, namesFor } from './names';
import { earliestEnd } from './public-notice';
import { readAwards } from './read-awards';
import { stepInChinese } from './sheet-words';
import { standingOf } from './standing';

type Assessed = NonNullable<AwardOfCase['assessment']>;
type Sheet = Assessed['sheet'];

const sheetOf = ({ ruleVersion, articles, inputs, steps }: Explanation): Sheet => ({
  ...{ ruleVersion, articles: [...articles] },
  inputs: inputs as Sheet['inputs'],
  steps: steps.map(({ what, gives }) => ({ what, gives })),
  words: steps.map(stepInChinese),
});

const amountsOf = (of: { base: Fen; fromSanctionQuota: Fen; fromAwardFund: Fen }) => ({
  base: formatYuan(of.base),
  total: formatYuan(addFen(of.fromSanctionQuota, of.fromAwardFund)),
  fromSanctionQuota: formatYuan(of.fromSanctionQuota),
  fromAwardFund: formatYuan(of.fromAwardFund),
});

async function readObjections(
  tx: EntityManager,
  assessmentId: string,
  names: (people: readonly string[]) => Promise<Names>,
): Promise<Assessed['objections']> {
  const rows = await tx.find(AwardObjection, { where: { assessmentId }, order: { id: 'ASC' } });
  const ids = rows.map(({ id }) => id);
  const decisions = await tx.findBy(AwardObjectionDecision, { objectionId: In(ids) });
  const { person } = await names([
    ...rows.map(({ recordedById }) => recordedById),
    ...decisions.map(({ decidedById }) => decidedById),
  ]);
  return rows.map((row) => {
    const decided = decisions.find(({ objectionId }) => objectionId === row.id);
    return {
      ...{ id: row.id, objector: row.objector, on: row.objectedOn, objection: row.objection },
      document: row.documentId,
      recordedBy: person(row.recordedById),
      decision:
        decided === undefined
          ? null
          : {
              ...{ upheld: decided.upheld, reason: decided.reason },
              decidedBy: person(decided.decidedById),
            },
    };
  });
}

async function readAssessment(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
  row: AwardAssessment,
): Promise<Assessed> {
  const { id } = row;
  const names = (people: readonly string[]) => namesFor(tx, caller, of, people);
  const { organization, person } = await names([row.assessedById]);
  const order = { ordinal: 'ASC' } as const;
  const shares = await tx.find(AwardAssessmentShare, { where: { assessmentId: id }, order });
  const notice = await tx.findOneBy(AwardNotice, { assessmentId: id });
  return {
    id,
    ...amountsOf({
      base: row.baseFen,
      fromSanctionQuota: row.fromSanctionQuotaFen,
      fromAwardFund: row.fromAwardFundFen,
    }),
    assessedOn: row.assessedOn,
    assessedBy: person(row.assessedById),
    sheet: sheetOf(row.sheet),
    shares: shares.map(({ organizationId, ratio, amountFen }) => ({
      organization: organizationId,
      name: organization(organizationId),
      ratio,
      amount: formatYuan(amountFen),
    })),
    notice: notice && { from: notice.fromOn, to: notice.untilOn, way: notice.way },
    earliestEnd: await earliestEnd(tx, row, await today(tx)),
    objections: caller.creditCode === null ? await readObjections(tx, id, names) : [],
    voided: row.voidReason === null ? null : { reason: row.voidReason },
  };
}

/** What is missing of these an organization may know: the rest tells of the bureau’s money and of others. */
const OPEN_TO_ALL: readonly string[] = ['judgment_effective', 'no_open_appeal', 'amount'];

async function readNow(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
  names: Names,
): Promise<Pick<AwardOfCase, 'now' | 'conditions'>> {
  const { computed, conditions, plaintiffs } = await awardNow(tx, of);
  const told = conditions.map(({ name, met, missing }) => ({
    ...{ name, met },
    missing: caller.creditCode === null || OPEN_TO_ALL.includes(name) ? [...missing] : [],
  }));
  if (computed === null) return { now: null, conditions: told };
  const { value, explanation } = computed;
  return {
    conditions: told,
    now: {
      ...amountsOf(value),
      sheet: sheetOf(explanation),
      shares: value.shares.map(({ amount }, index) => {
        const organization = plaintiffs[index]?.organizationId ?? '';
        return {
          ...{ organization, name: names.organization(organization), ratio: null },
          amount: formatYuan(amount),
        };
      }),
    },
  };
}

async function readSanctions(tx: EntityManager, caseId: string): Promise<AwardOfCase['sanctions']> {
  const rows = await tx.find(Sanction, { where: { caseId }, order: { id: 'ASC' } });
  return rows.map(({ id, paidOn, amountPaidFen, grade, documentId }) => ({
    ...{ id, paidOn, grade, document: documentId },
    amount: formatYuan(amountPaidFen),
  }));
}

/** Everything of the award of a case: whether it may be made, what it would be, and what became of it. */
export async function readAward(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
): Promise<AwardOfCase> {
  const { id: caseId, number, bookId } = of;
  const { code: book } = await tx.findOneByOrFail(Book, { id: bookId });
  const order = { id: 'DESC' } as const;
  const rows = await tx.find(AwardAssessment, { where: { caseId }, order });
  const assessments = [];
  for (const row of rows) assessments.push(await readAssessment(tx, caller, of, row));
  const names = await namesFor(tx, caller, of, []);
  return {
    case: { id: caseId, number, book },
    state: awardState(await standingOf(tx, caseId)),
    ...(await readNow(tx, caller, of, names)),
    sanctions: await readSanctions(tx, caseId),
    assessment: assessments.find(({ voided }) => voided === null) ?? null,
    former: assessments.filter(({ voided }) => voided !== null),
    awards: await readAwards(tx, caller, of),
  };
}
