import { type EntityManager, In } from 'typeorm';
import { chart, facts, post } from '../accounting';
import { requireAvailable } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { placeHold } from '../ledger';
import { type Fen, formatYuan, negateFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { DeficitRecovery, SpentDeficit } from './judgment-change.entity';

/** A deficit with what of it is missing still, in fen. */
export interface OpenDeficit {
  readonly deficit: SpentDeficit;
  readonly recovered: Fen;
  readonly left: Fen;
}

/** The deficits of a case, in the order in which they came. */
export async function deficitsOf(tx: EntityManager, caseId: string): Promise<OpenDeficit[]> {
  const deficits = await tx.find(SpentDeficit, { where: { caseId }, order: { id: 'ASC' } });
  const recoveries = await tx.findBy(DeficitRecovery, {
    deficitId: In(deficits.map(({ id }) => id)),
  });
  return deficits.map((deficit) => {
    const own = recoveries.filter(({ deficitId }) => deficitId === deficit.id);
    const recovered = sumFen(own.map(({ amountFen }) => amountFen));
    return { deficit, recovered, left: subtractFen(deficit.amountFen, recovered) };
  });
}

/**
 * What of a deficit can come back to the custody account, in fen; nothing where budget money was spent.
 *
 * @throws DomainError NOT_FOUND
 */
export async function recoverableOf(
  tx: EntityManager,
  caseId: string,
  id: string,
): Promise<{ readonly deficit: SpentDeficit; readonly left: Fen }> {
  const found = (await deficitsOf(tx, caseId)).find(({ deficit }) => deficit.id === id);
  if (found === undefined) throw new DomainError('NOT_FOUND', 'not_found', { deficit: id });
  return { deficit: found.deficit, left: found.deficit.ofCustody ? found.left : ZERO_FEN };
}

/**
 * Money that had been spent before a judgment changed comes back to the custody account: of the treasury, of an
 * organization, of the restoration, or out of the special fund.
 *
 * @throws DomainError NOT_FOUND, DEFICIT_EXCEEDED, INSUFFICIENT_FUNDS the special fund has less
 */
export async function recoverDeficit(
  work: Work,
  recovery: {
    readonly caseId: string;
    readonly deficitId: string;
    readonly amount: Fen;
    readonly approvalRequestId: string;
  },
): Promise<void> {
  const { caseId, deficitId, amount, approvalRequestId } = recovery;
  await lockCase(work, caseId);
  const { deficit, left } = await recoverableOf(work.tx, caseId, deficitId);
  if (amount > left) {
    throw new DomainError('DEFICIT_EXCEEDED', 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(left),
    });
  }
  await work.tx.insert(DeficitRecovery, {
    ...{ approvalRequestId, deficitId, amountFen: amount, recoveredOn: work.on },
  });
  if (deficit.what === 'fund_replenishment') return returnReplenishment(work, caseId, amount);
  const spent = await spentOf(work.tx, deficit);
  await post(work, facts.spentRecovered(caseId, spent, amount));
}

/** What went back into the special fund comes out of it again: it changes no budget, as it changed none before. */
async function returnReplenishment(work: Work, caseId: string, amount: Fen): Promise<void> {
  await requireAvailable(work, 'special_fund', amount);
  const hold = await placeHold(work.tx, {
    bookId: work.bookId,
    account: chart.quota('special_fund'),
    amount,
    purpose: `replenishment of ${caseId} returned`,
    placedBy: work.by,
  });
  const used = { hold, amount: negateFen(amount) };
  await post(work, facts.replenishmentReturned(caseId, amount), [used]);
}

async function spentOf(
  tx: EntityManager,
  { what, organizationId }: SpentDeficit,
): Promise<facts.Spent> {
  switch (what) {
    case 'cost_reimbursement': {
      const { ref } = await tx.findOneByOrFail(Organization, { id: organizationId ?? '' });
      return { to: 'organization', organization: ref };
    }
    case 'damages_remittance':
      return { to: 'treasury', of: 'damages' };
    case 'interest_remittance':
      return { to: 'treasury', of: 'interest' };
    case 'restoration':
      return { to: 'trust' };
    case 'fund_replenishment':
    case 'award':
      throw new Error(`${what} is in no liability of the case`);
  }
}
