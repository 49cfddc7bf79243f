/** The case file and its statement, written down from the description of the format alone. */
export type Pool = 'special_fund' | 'award_fund' | 'sanction_quota' | 'damage_fund';
export const POOLS: readonly Pool[] = [
  'special_fund',
  'award_fund',
  'sanction_quota',
  'damage_fund',
];

export type Kind =
  | 'fund_costs'
  | 'organization_costs'
  | 'restoration'
  | 'emergency'
  | 'service_loss'
  | 'permanent_loss'
  | 'penal';
export type Mode = 'sole' | 'joint' | 'several' | 'joint_capped';
export type Outcome =
  | 'win'
  | 'partial_win'
  | 'mediation'
  | 'loss'
  | 'dismissed'
  | 'injunction_only_win'
  | 'withdrawn_claims_realized';

export interface OrganizationEntry {
  ref: string;
  name: string;
  kind: 'social_association' | 'social_service_organization' | 'foundation' | 'other';
  uscc: string;
  registrarRegion?: string;
  registeredOn: string;
  activeSince?: string;
  annualReports: number[];
  cleanRecordStatementOn: string | null;
  charterRelated: boolean;
  penalties: { decidedOn: string; cause: 'business' | 'other' }[];
  reviewedBy?: string;
}

export interface DebtorEntry {
  ref: string;
  share?: string;
  cap?: string;
  dueOn?: string;
}

export interface ItemEntry {
  ref: string;
  kind: Kind;
  amount: string;
  dueOn?: string;
  instalments?: { dueOn: string; amount: string }[];
  conditional?: boolean;
  organization?: string;
  interest?: boolean;
  liability: { mode: Mode; debtors: DebtorEntry[] };
}

interface OnAccount<Type extends string> {
  type: Type;
  amount: string;
}
interface OnItem<Type extends string> {
  type: Type;
  item: string;
  amount: string;
}
interface ByTwo {
  requestedBy?: string;
}

type EventBody =
  | { type: 'appropriation'; pool: Pool; amount: string }
  | {
      type: 'advance.apply';
      ref: string;
      organization: string;
      items: {
        ref: string;
        category: string;
        instance?: number;
        amount: string;
        payee: string;
      }[];
    }
  | { type: 'advance.approve'; advance: string; minutes?: string }
  | { type: 'advance.pay'; item: string; amount?: string }
  | { type: 'advance.payment_returned'; item: string; amount?: string }
  | {
      type: 'advance.settle';
      item: string;
      invoices: { issuer: string; number: string; amount: string }[];
    }
  | { type: 'advance.surplus'; item: string }
  | OnItem<'advance.surplus_returned'>
  | (OnItem<'advance.absorb'> & ByTwo)
  | OnItem<'court_refund'>
  | {
      type: 'judgment';
      ref: string;
      outcome: Outcome;
      claimed?: string;
      effectiveOn: string;
      items: ItemEntry[];
    }
  | { type: 'condition.defaulted'; item: string; dueOn: string }
  | { type: 'stay'; from: string; to: string; requestedByDebtor: boolean }
  | {
      type: 'receipt';
      ref: string;
      from: string;
      amount: string;
      designated?: string[];
      bankReference: string;
    }
  | { type: 'refund_overpayment'; to: string; amount: string }
  | { type: 'organization.reimburse'; organization: string; amount: string }
  | OnAccount<'fund.replenish'>
  | (OnItem<'write_off'> & ByTwo)
  | OnAccount<'damage.remit'>
  | OnAccount<'interest.remit'>
  | { type: 'damage.plan'; ref: string; amount: string; milestones?: string[] }
  | { type: 'damage.minutes'; plan: string; number: string; amount: string }
  | { type: 'damage.report'; plan: string; kind: 'acceptance' | 'effect_evaluation' }
  | { type: 'damage.pay'; plan: string; milestone: number; purpose: string; payee: string }
  | { type: 'sanction'; amountPaid: string; grade: 1 | 2 | 3 }
  | { type: 'award'; ref: string; plaintiffs: { ref: string; share?: string }[] }
  | { type: 'award.pay'; organization: string };

export type EventEntry = EventBody & { on: string; by?: string; expect?: string };
export type EventType = EventEntry['type'];
export type EventOf<Type extends EventType> = Extract<EventEntry, { type: Type }>;

export interface CaseFile {
  format: 'casefile/1';
  id: string;
  title: string;
  about?: unknown;
  asOf: string;
  settings?: {
    dayCount?: 'end_minus_start' | 'inclusive';
    damageRoute?: 'treasury' | 'trust_account';
  };
  organizations: OrganizationEntry[];
  defendants: { ref: string; name: string; kind: string }[];
  case: { number: string; court: string; filedOn: string };
  events: EventEntry[];
}

export interface Qualification {
  organization: string;
  status: 'eligible' | 'manual_review' | 'ineligible';
  reasons: string[];
}

export interface Statement {
  asOf: string;
  qualification: Qualification[];
  pools: Record<string, { in: string; reserved: string; spent: string; available: string }>;
  advances: {
    item: string;
    category: string;
    approved: string;
    paid: string;
    settled: string;
    surplusDue: string;
    returned: string;
    absorbed: string;
    refundedByCourt: string;
  }[];
  judgmentItems: {
    item: string;
    kind: string;
    ordered: string;
    due: boolean;
    received: string;
    writtenOff: string;
    outstanding: string;
    doubledInterest: { fixed: string; running: string; received: string };
  }[];
  debtors: { defendant: string; paid: string; liable: string; overpaid: string }[];
  receipts: {
    ref: string;
    amount: string;
    overpaid: string;
    allocations: { item: string; part: Part; amount: string }[];
  }[];
  award: {
    base: string;
    total: string;
    fromSanctionQuota: string;
    fromAwardFund: string;
    shares: { organization: string; amount: string }[];
  } | null;
  damageFund: { received: string; remitted: string; planned: string; paid: string };
  trialBalance: Record<string, string>;
  refusals: { event: number; code: string }[];
}

export type Part = 'principal' | 'written_off' | 'doubled_interest';
export const PARTS: readonly Part[] = ['principal', 'written_off', 'doubled_interest'];
