import { type EntityManager, In } from 'typeorm';
import { AdvanceItem } from '../advances';
import { Award, AwardShare } from '../awards';
import { readPools } from '../budget';
import { LitigationCase, Stay } from '../cases';
import { RestorationPlan } from '../damages';
import { DomainError } from '../errors';
import {
  type Explanation,
  outstandingOf,
  principalOwed,
  runningInterest,
  type Stay as LawStay,
} from '../law';
import { readTrialBalance } from '../ledger';
import { type Fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import { Organization, Qualification } from '../organizations';
import { type Claim, loadClaims, Receipt, ReceiptAllocation } from '../recoveries';
import { CaseFile, CaseFileEvent } from './case-file.entity';
import type { CaseFileDocument } from './case-file-schema';

/** A figure of the statement that was computed for it alone. */
export interface StatementExplanation {
  readonly subject: string;
  readonly explanation: Explanation;
  readonly result: unknown;
}

export type Statement = Readonly<Record<string, unknown>>;

/**
 * The statement of a case file: what its case stands at, every amount in yuan with two decimals.
 *
 * @throws DomainError NOT_FOUND no such case file was replayed
 */
export async function readStatement(
  tx: EntityManager,
  caseFileId: string,
): Promise<{ statement: Statement; explanations: StatementExplanation[] }> {
  const caseFile = await tx.findOneBy(CaseFile, { id: caseFileId });
  if (caseFile === null) throw new DomainError('NOT_FOUND', 'not_found', { caseFile: caseFileId });
  const document = caseFile.document as CaseFileDocument;
  const litigationCase = await tx.findOneByOrFail(LitigationCase, { id: caseFile.caseId });
  const { claims, defendants } = await loadClaims(tx, caseFile.caseId);
  const stays = (await tx.findBy(Stay, { caseId: caseFile.caseId })).map((stay) => stay.toLaw());
  const explanations: StatementExplanation[] = [];
  const judgmentItems = claims.map((claim) =>
    itemLine(claim, document, litigationCase, stays, explanations),
  );

  const debtors = defendants.map((defendant) => {
    const paid = claims.flatMap(({ debtorRows }) =>
      debtorRows
        .filter(({ defendantId }) => defendantId === defendant.id)
        .map(({ paidFen }) => paidFen),
    );
    const liable = claims.map(({ item }) => principalOwed(item, defendant.ref));
    return {
      defendant: defendant.ref,
      paid: formatYuan(sumFen(paid)),
      liable: formatYuan(sumFen(liable)),
      overpaid: formatYuan(defendant.overpaidFen - defendant.refundedFen),
    };
  });

  const pools = Object.fromEntries(
    Object.entries(await readPools(tx, caseFile.bookId)).map(([pool, amounts]) => [
      pool,
      {
        in: formatYuan(amounts.in),
        reserved: formatYuan(amounts.reserved),
        spent: formatYuan(amounts.spent),
        available: formatYuan(amounts.available),
      },
    ]),
  );
  const trialBalance = Object.fromEntries(
    [...(await readTrialBalance(tx, caseFile.bookId))].map(([code, net]) => [
      code,
      formatYuan(net),
    ]),
  );
  const refusals = await tx.find(CaseFileEvent, {
    where: { caseFileId, outcome: 'refused' },
    order: { position: 'ASC' },
  });
  return {
    statement: {
      asOf: document.asOf,
      qualification: await qualificationLines(tx, caseFile, document),
      pools,
      advances: await advanceLines(tx, caseFile.caseId),
      judgmentItems,
      debtors,
      receipts: await receiptLines(tx, caseFile.caseId, claims),
      award: await awardLine(tx, caseFile.caseId),
      damageFund: await damageFundLine(tx, litigationCase),
      trialBalance,
      refusals: refusals.map(({ position, code }) => ({ event: position, code })),
    },
    explanations,
  };
}

async function qualificationLines(
  tx: EntityManager,
  caseFile: CaseFile,
  document: CaseFileDocument,
) {
  const verdicts = await tx.findBy(Qualification, { caseId: caseFile.caseId });
  const organizations = await tx.findBy(Organization, { bookId: caseFile.bookId });
  return document.organizations.map(({ ref }) => {
    const id = organizations.find((organization) => organization.ref === ref)?.id;
    const verdict = verdicts.find(({ organizationId }) => organizationId === id);
    return { organization: ref, status: verdict?.status, reasons: verdict?.reasons };
  });
}

async function advanceLines(tx: EntityManager, caseId: string) {
  const items = await tx.find(AdvanceItem, { where: { caseId }, order: { ordinal: 'ASC' } });
  return items.map((item) => ({
    item: item.ref,
    category: item.category,
    approved: formatYuan(item.approvedFen),
    paid: formatYuan(item.paidFen),
    settled: formatYuan(item.settledFen),
    surplusDue: formatYuan(item.surplusDemandedFen - item.surplusReturnedFen),
    returned: formatYuan(item.surplusReturnedFen),
    absorbed: formatYuan(item.absorbedFen),
    refundedByCourt: formatYuan(item.refundedByCourtFen),
  }));
}

function itemLine(
  { row, item, balanceRows }: Claim,
  document: CaseFileDocument,
  { dayCount }: LitigationCase,
  stays: readonly LawStay[],
  explanations: StatementExplanation[],
) {
  const interest = item.balances.map((balance): Fen => {
    const running = runningInterest(item, balance, { endOn: document.asOf, stays, dayCount });
    if (running === undefined) return ZERO_FEN;
    const { value, explanation } = running;
    const whose = balance.debtor === null ? '' : ` owed by ${balance.debtor}`;
    explanations.push({
      subject: `running doubled interest of ${row.ref}${whose}, due ${balance.dueOn ?? ''}`,
      explanation,
      result: { days: value.days, interest: formatYuan(value.interest) },
    });
    return value.interest;
  });
  const total = (pick: (balance: Claim['balanceRows'][number]) => Fen): string =>
    formatYuan(sumFen(balanceRows.map(pick)));
  return {
    item: row.ref,
    kind: row.kind,
    ordered: formatYuan(row.orderedFen),
    due: item.active,
    received: total(({ receivedFen }) => receivedFen),
    writtenOff: total(({ writtenOffFen }) => writtenOffFen),
    outstanding: formatYuan(sumFen(item.balances.map(outstandingOf))),
    doubledInterest: {
      fixed: total(({ interestFixedFen }) => interestFixedFen),
      running: formatYuan(sumFen(interest)),
      received: total(({ interestReceivedFen }) => interestReceivedFen),
    },
  };
}

const PART_ORDER = ['principal', 'written_off', 'doubled_interest'] as const;

async function receiptLines(tx: EntityManager, caseId: string, claims: readonly Claim[]) {
  const receipts = await tx.find(Receipt, { where: { caseId }, order: { ordinal: 'ASC' } });
  const allocations = await tx.findBy(ReceiptAllocation, {
    receiptId: In(receipts.map(({ id }) => id)),
  });
  return receipts.map((receipt) => ({
    ref: receipt.ref,
    amount: formatYuan(receipt.amountFen),
    overpaid: formatYuan(receipt.overpaidFen),
    allocations: PART_ORDER.flatMap((part) =>
      claims.flatMap(({ row }) => {
        const amount = sumFen(
          allocations
            .filter(
              (line) =>
                line.receiptId === receipt.id && line.part === part && line.itemId === row.id,
            )
            .map(({ amountFen }) => amountFen),
        );
        return amount === 0n ? [] : [{ item: row.ref, part, amount: formatYuan(amount) }];
      }),
    ),
  }));
}

async function awardLine(tx: EntityManager, caseId: string) {
  const award = await tx.findOneBy(Award, { caseId });
  if (award === null) return null;
  const shares = await tx.find(AwardShare, {
    where: { awardId: award.id },
    order: { ordinal: 'ASC' },
  });
  const organizations = await tx.findBy(Organization, {
    id: In(shares.map((share) => share.organizationId)),
  });
  return {
    base: formatYuan(award.baseFen),
    total: formatYuan(award.fromSanctionQuotaFen + award.fromAwardFundFen),
    fromSanctionQuota: formatYuan(award.fromSanctionQuotaFen),
    fromAwardFund: formatYuan(award.fromAwardFundFen),
    shares: shares.map(({ organizationId, amountFen }) => ({
      organization: organizations.find(({ id }) => id === organizationId)?.ref,
      amount: formatYuan(amountFen),
    })),
  };
}

async function damageFundLine(tx: EntityManager, litigationCase: LitigationCase) {
  const plans = await tx.findBy(RestorationPlan, { caseId: litigationCase.id });
  return {
    received: formatYuan(litigationCase.damagesReceivedFen),
    remitted: formatYuan(litigationCase.damagesRemittedFen),
    planned: formatYuan(sumFen(plans.map(({ amountFen }) => amountFen))),
    paid: formatYuan(sumFen(plans.map(({ paidFen }) => paidFen))),
  };
}
