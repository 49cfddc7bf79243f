import { type EntityManager, IsNull } from 'typeorm';
import { facts, post } from '../accounting';
import { giveBackSpent, holdMoney, spendHeld } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import type { CrossCaseCategory } from '../law';
import { addFen, type Fen, fen, formatYuan, minFen, subtractFen, ZERO_FEN } from '../money';
import { Organization, Qualification } from '../organizations';
import type { Work } from '../platform/work';
import { Judgment } from '../recoveries';
import { CrossCaseCost } from './elsewhere.entity';
import { figuresOf } from './figures';

/** Costs of a losing plaintiff of another case, as a court's document has them paid. */
export interface CostToBear {
  readonly caseId: string;
  readonly otherCaseId: string;
  readonly organizationId: string;
  readonly category: CrossCaseCategory;
  readonly amount: Fen;
  readonly document: {
    readonly id: string;
    readonly court: string;
    readonly number: string;
    readonly day: string;
    /** What it allows. */
    readonly amount: Fen;
  };
}

/** What of the money of a case is there and in no plan, in fen. */
export async function freeMoney(tx: EntityManager, of: LitigationCase): Promise<Fen> {
  const { unplanned, left } = await figuresOf(tx, of);
  return minFen(unplanned, left ?? ZERO_FEN);
}

/** What a court's document has had paid already and did not come back, in fen. */
async function paidUnder(tx: EntityManager, { otherCaseId, document }: CostToBear): Promise<Fen> {
  const [row] = await tx.query<{ fen: string }[]>(
    `SELECT coalesce(sum(x.amount_fen), 0) AS fen FROM fund.cross_case_cost x
      WHERE x.other_case_id = $1 AND x.court = $2 AND x.document_number = $3
        AND NOT EXISTS (SELECT FROM fund.pay_out o JOIN fund.pay_out_return b ON b.pay_out_id = o.id
                         WHERE o.approval_request_id = x.approval_request_id)`,
    [otherCaseId, document.court, document.number],
  );
  return fen(BigInt(row?.fen ?? 0));
}

/** @throws DomainError NOT_FOUND, CASE_NOT_LOST */
async function requireLost(tx: EntityManager, of: LitigationCase, cost: CostToBear): Promise<void> {
  const { otherCaseId: id, organizationId } = cost;
  const other = await tx.findOneBy(LitigationCase, { id, bookId: of.bookId });
  if (other === null || id === of.id) {
    throw new DomainError('NOT_FOUND', 'not_found', { otherCase: id });
  }
  const sues = { caseId: id, organizationId, isRevoked: false };
  if (!(await tx.existsBy(Qualification, sues))) {
    throw new DomainError('NOT_FOUND', 'not_found', { organization: organizationId });
  }
  const last = await tx.findOne(Judgment, {
    where: { caseId: id, reversedOn: IsNull() },
    order: { id: 'DESC' },
  });
  if (last?.outcome === 'loss') return;
  throw new DomainError('CASE_NOT_LOST', 'refused', { outcome: last?.outcome ?? null });
}

/**
 * Requires that money of a case may bear a cost of another one.
 *
 * @throws DomainError NOT_FOUND, CASE_NOT_LOST, COURT_DOCUMENT_EXCEEDED, INSUFFICIENT_FUNDS
 */
export async function requireBearable(
  tx: EntityManager,
  of: LitigationCase,
  cost: CostToBear,
): Promise<void> {
  await requireLost(tx, of, cost);
  const allowed = subtractFen(cost.document.amount, await paidUnder(tx, cost));
  const free = await freeMoney(tx, of);
  const amount = formatYuan(cost.amount);
  if (cost.amount > allowed) {
    const said = { amount, available: formatYuan(allowed) };
    throw new DomainError('COURT_DOCUMENT_EXCEEDED', 'refused', said);
  }
  if (cost.amount > free) {
    throw new DomainError('INSUFFICIENT_FUNDS', 'refused', { amount, available: formatYuan(free) });
  }
}

const factOf = async (
  tx: EntityManager,
  cost: Pick<CostToBear, 'otherCaseId' | 'organizationId' | 'category'>,
  document: string,
) => {
  const { ref: party } = await tx.findOneByOrFail(Organization, { id: cost.organizationId });
  return { otherCaseId: cost.otherCaseId, party, category: cost.category, document };
};

/**
 * Pays a cost of another case out of the damage money of a case, of what is in no plan of it.
 *
 * @throws DomainError as {@link requireBearable}
 */
export async function bearCost(
  work: Work,
  cost: CostToBear,
  approvalRequestId: string,
): Promise<void> {
  const { tx, on: paidOn } = work;
  const { caseId, otherCaseId, organizationId, category, amount: amountFen, document } = cost;
  const of = await lockCase(work, caseId);
  await requireBearable(tx, of, cost);
  const inBudget = of.damageRoute === 'treasury';
  const holdId = inBudget
    ? await holdMoney(work, 'damage_fund', amountFen, `costs by ${document.number}`)
    : null;
  const holdChanges = holdId === null ? [] : [await spendHeld(work, holdId, amountFen)];
  await tx.insert(CrossCaseCost, {
    ...{ approvalRequestId, caseId, otherCaseId, organizationId, category, amountFen, holdId },
    ...{ court: document.court, documentNumber: document.number, documentDay: document.day },
    ...{ documentAmountFen: document.amount, documentId: document.id, paidOn },
  });
  const damagesElsewhereFen = addFen(of.damagesElsewhereFen, amountFen);
  await tx.update(LitigationCase, caseId, { damagesElsewhereFen });
  const told = await factOf(tx, cost, document.number);
  await post(work, facts.crossCaseCostPaid(caseId, of.damageRoute, told, amountFen), holdChanges);
}

/** The bank sent it back (退汇): its lines are posted swapped, and its budget is free again. */
export async function takeBackCost(work: Work, approvalRequestId: string): Promise<void> {
  const { tx } = work;
  const cost = await tx.findOneByOrFail(CrossCaseCost, { approvalRequestId });
  const { caseId, amountFen, holdId, documentNumber } = cost;
  const of = await lockCase(work, caseId);
  if (holdId !== null) await giveBackSpent(work, holdId, amountFen);
  await countBackElsewhere(work, of, amountFen);
  const told = await factOf(tx, cost, documentNumber);
  await post(work, facts.crossCaseCostReturned(caseId, of.damageRoute, told, amountFen));
}

/** Money that went elsewhere is with its case again, as far as a changed judgment has left it in the totals. */
export async function countBackElsewhere(
  { tx }: Work,
  of: LitigationCase,
  amount: Fen,
): Promise<void> {
  const back = minFen(amount, of.damagesElsewhereFen);
  const damagesElsewhereFen = subtractFen(of.damagesElsewhereFen, back);
  await tx.update(LitigationCase, of.id, { damagesElsewhereFen });
}
