import { type JournalDraft, POOLS } from '../../src/accounting';
import * as facts from '../../src/accounting/facts';

const KINDS = [
  'fund_costs',
  'organization_costs',
  'restoration',
  'emergency',
  'service_loss',
  'permanent_loss',
  'penal',
] as const;
const PARTS = ['general_interest', 'principal', 'written_off', 'doubled_interest'] as const;
const ROUTES = ['treasury', 'trust_account'] as const;
/** Costs of another case, which the books show with that case as a memo. */
const COST = { otherCaseId: 'other', party: 'o', category: 'expert', document: 'paper' };
const SPENT = [
  { to: 'treasury', of: 'damages' },
  { to: 'treasury', of: 'interest' },
  { to: 'trust' },
  { to: 'organization', organization: 'o' },
] as const;

/** Budget money of pools that comes in and lapses; the sanction quota takes neither gifts nor interest. */
const ofPools = (fen: bigint): JournalDraft[] =>
  POOLS.flatMap((pool) => [
    facts.appropriated(pool, fen),
    facts.lapsed(pool, [2023], fen),
    ...(pool === 'sanction_quota'
      ? []
      : [facts.donated(pool, 'donor', fen), facts.interestEarned(pool, fen)]),
  ]);

const ofAdvances = (caseId: string, fen: bigint): JournalDraft[] =>
  ['lawyer', 'acceptance_fee'].flatMap((category) => {
    const item = { caseId, item: category, category };
    return [
      facts.advancePaid({ ...item, payee: 'payee' }, fen),
      facts.advancePaymentReturned(item, fen),
      facts.advanceSettled(item, fen),
      facts.surplusDemanded(item, fen),
      facts.refundDemanded(item, { unsettled: fen, settled: fen }),
      facts.surplusReturned(item, fen),
      facts.costAbsorbed(item, fen),
      facts.courtFeeRefunded(item, fen),
    ];
  });

const ordered = (fen: bigint) =>
  KINDS.flatMap((kind) =>
    [true, false].map((conditional) => ({
      item: kind,
      kind,
      amount: fen,
      conditional,
      organization: 'o',
    })),
  );

/** With every part that an allocation can have, so that every two of its accounts meet. */
const ofReceipts = (caseId: string, fen: bigint): JournalDraft[] =>
  ROUTES.flatMap((route) => {
    const receipt = { ref: 'r', payer: 'd', overpaid: fen };
    const parts = KINDS.flatMap((kind) =>
      PARTS.map((part) => ({ item: kind, kind, part, amount: fen, organization: 'o' })),
    );
    return [
      facts.receiptAllocated(caseId, route, receipt, parts),
      facts.allocationUndone(caseId, route, receipt, parts, true),
      facts.allocationUndone(caseId, route, receipt, parts, false),
      facts.receiptReallocated(caseId, route, receipt, parts),
      facts.crossCaseCostPaid(caseId, route, COST, fen),
      facts.crossCaseCostReturned(caseId, route, COST, fen),
      facts.milestonePaid(caseId, route, { plan: 'p', number: 1, purpose: 'u', payee: 'v' }, fen),
    ];
  });

const ofClaims = (caseId: string, fen: bigint): JournalDraft[] => [
  facts.judgmentEffective(caseId, 'j', ordered(fen)),
  facts.conditionDefaulted(caseId, 'i', fen),
  facts.receiptRecorded(caseId, 'r', fen),
  facts.trustMoved(caseId, fen),
  facts.trustMoved(caseId, -fen),
  facts.surplusSurrendered(caseId, fen),
  facts.overpaymentRefunded(caseId, 'd', fen),
  facts.organizationReimbursed(caseId, 'o', fen),
  facts.fundReplenished(caseId, fen),
  facts.replenishmentReturned(caseId, fen),
  facts.debtWrittenOff(caseId, 'i', fen),
  facts.writeOffReversed(caseId, 'i', fen),
  facts.damagesRemitted(caseId, fen),
  facts.interestRemitted(caseId, fen),
  facts.spentToRecover(
    caseId,
    SPENT.map((spent) => ({ spent, amount: fen })),
  ),
  facts.spentCarried(
    caseId,
    SPENT.map((spent) => ({ spent, amount: fen })),
  ),
  ...SPENT.map((spent) => facts.spentRecovered(caseId, spent, fen)),
];

const ofAwards = (caseId: string, fen: bigint): JournalDraft[] => {
  const parts = (['sanction_quota', 'award_fund'] as const).map((pool) => ({
    pool,
    party: 'o',
    amount: fen,
  }));
  const recalled = parts.map(({ pool, party }) => ({ pool, party, released: fen, owed: fen }));
  return [
    facts.awardAccrued(caseId, 'w', parts),
    facts.awardPaid(caseId, 'w', parts),
    facts.awardRecalled(caseId, 'w', recalled),
    facts.awardReturned(caseId, 'w', parts),
  ];
};

/** A journal of every template for a case, each in its widest form. */
export const templateJournals = (caseId: string, fen: bigint): readonly JournalDraft[] => [
  ...ofPools(fen),
  ...ofAdvances(caseId, fen),
  ...ofClaims(caseId, fen),
  ...ofReceipts(caseId, fen),
  ...ofAwards(caseId, fen),
];
