/** Shapes of the interface's answers, as docs/api/openapi.json describes them. */

import type zh from './locales/zh.json';

export const ROLES = [
  'finance_officer',
  'reviewer',
  'approver',
  'cashier',
  'auditor',
  'organization_member',
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const;

export type Role = (typeof ROLES)[number];

/** One page of a list; `next` is the cursor of the page after it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  /** Yuan, over all that is asked for, where the list tells one. */
  readonly total?: string | null;
}

export interface Installation {
  readonly version: string;
  readonly sandbox: boolean;
  readonly awaitsSetUp: boolean;
}

export interface Session {
  readonly person: { readonly id: string; readonly name: string };
  readonly bureau: { readonly code: string; readonly name: string } | null;
  readonly creditCode: string | null;
  readonly roles: readonly Role[];
  readonly sandbox: boolean;
  readonly awaitsSecondFactor: boolean;
  readonly csrfToken: string;
}

/** One of one's own sessions that go on. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  /** To ten minutes. */
  readonly lastSeenAt: string;
  readonly address: string;
  /** Whether it is the one in which the page is shown. */
  readonly current: boolean;
}

export interface Book {
  readonly id: string;
  readonly kind: 'real' | 'sandbox';
  readonly title: string;
  readonly openedAt: string;
}

export interface Dimensions {
  readonly pool?: string;
  readonly case?: string;
  readonly party?: string;
  readonly item?: string;
}

export interface Month {
  /** `YYYY-MM` */
  readonly month: string;
  readonly state: 'open' | 'on_hold' | 'closed';
}

/** What closing a month makes, or would make. */
export interface MonthClosing {
  readonly month: string;
  readonly version: number;
  /** The last journal that the snapshot has seen. */
  readonly throughJournal: string;
  readonly accounts: number;
}

/** An account that general vouchers may name. */
export interface VoucherAccount {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** The dimensions it is kept by. */
  readonly needs: readonly (keyof Dimensions)[];
}

export interface BookDetail extends Book {
  /** The latest first. */
  readonly months: readonly Month[];
  readonly voucherAccounts: readonly VoucherAccount[];
}

/** Amounts are strings of yuan, debit positive. */
export interface Account {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly dimensions: Dimensions;
  readonly section: 'main' | 'memo';
  readonly posted: string;
  readonly held: string | null;
}

export interface JournalEntry {
  readonly account: string;
  readonly dimensions: Dimensions;
  readonly debit: string | null;
  readonly credit: string | null;
  readonly balanceAfter: string;
}

export interface Journal {
  readonly number: string;
  readonly voucher: string;
  readonly businessOn: string;
  readonly bookedAt: string;
  readonly summary: string;
  readonly madeBy: string;
  readonly reverses: string | null;
  readonly entries: readonly JournalEntry[];
}

/** A computed figure with everything needed to compute it again. */
export interface Explanation {
  readonly subject: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly articles: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly steps: readonly { readonly what: string; readonly gives: string }[];
  readonly result: unknown;
}

export interface Computation extends Explanation {
  readonly id: string;
  readonly businessOn: string;
}

export interface EntryState {
  readonly request: string;
  readonly status: 'ready' | 'posted' | 'failed' | 'withdrawn';
  readonly journal: string | null;
  readonly voucher: string | null;
  readonly failure: string | null;
}

export interface PersonItem {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly roles: readonly {
    readonly role: Role;
    readonly validFrom: string;
    readonly validUntil: string | null;
  }[];
  readonly accounts: readonly {
    readonly id: string;
    readonly login: string;
    readonly state: 'invited' | 'active' | 'disabled';
  }[];
}

export interface Someone {
  readonly id: string;
  readonly name: string;
}

export type ApprovalState = 'open' | 'returned' | 'approved' | 'rejected' | 'withdrawn';
export type ApprovalAction = 'approve' | 'return' | 'reject' | 'revise' | 'withdraw';

/** One thing that a request says, in the reader's language. */
export interface SummaryRow {
  readonly field: string;
  readonly value: string;
  /** It is not as it was in the version before. */
  readonly changed?: boolean;
  /** The same in cells, where there are many of it. */
  readonly cells?: Readonly<Record<string, string>>;
}

/** Something that one person asks for and others decide. */
export interface ApprovalItem {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly book: string | null;
  readonly amount: string | null;
  readonly state: ApprovalState;
  readonly maker: Someone;
  readonly madeAt: string;
  readonly waitingFor: Role | null;
  readonly waitingForPerson: Someone | null;
  readonly since: string;
  /** Which day of waiting it is: 1 on the first. */
  readonly days: number;
  readonly dueOn: string | null;
}

/** One piece of open work, of whatever sort. */
export interface InboxItem {
  readonly source:
    | 'approval'
    | 'joint_meeting'
    | 'meeting_resolution'
    | 'posting_request'
    | 'notice'
    | 'advance_to_pay'
    | 'payment_to_record'
    | 'receipt_line'
    | 'receipts_to_submit'
    | 'surplus_to_return'
    | 'demand_reminder'
    | 'bank_lines'
    | 'write_off_to_decide'
    | 'damages_to_remit'
    | 'bank_reconciliation'
    | 'award_to_assess'
    | 'award_to_notice'
    | 'award_objection'
    | 'award_to_ask'
    | 'award_to_pay'
    | 'award_to_return'
    | 'award_use_to_report';
  readonly id: string;
  readonly kind: string;
  /** Null: what it is about is not for the reader. */
  readonly title: string | null;
  readonly book: string | null;
  readonly amount: string | null;
  readonly state: string;
  readonly maker: Someone | null;
  readonly waitingFor: Role;
  readonly waitingForPerson: Someone | null;
  readonly since: string;
  /** Which day of waiting it is: 1 on the first. */
  readonly days: number;
  readonly dueOn: string;
  readonly onBehalfOf: Someone | null;
  /** Nobody can act on it. */
  readonly stuck: boolean;
  /** Its page in the console. */
  readonly link: string | null;
}

export interface ApprovalDetail extends ApprovalItem {
  readonly version: number;
  readonly contentHash: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly summary: readonly SummaryRow[];
  readonly resolution: string | null;
  readonly steps: readonly Role[];
  readonly step: number;
  readonly actions: readonly ApprovalAction[];
  readonly versions: readonly { readonly version: number; readonly changed: readonly string[] }[];
  readonly decisions: readonly {
    readonly version: number;
    readonly role: Role;
    readonly decision: 'submitted' | 'approved' | 'returned' | 'rejected' | 'withdrawn';
    /** Null where the reader is told the role only. */
    readonly person: Someone | null;
    readonly onBehalfOf: Someone | null;
    readonly reason: string | null;
    readonly decidedAt: string;
  }[];
}

/** What somebody did or was refused to do. */
export interface AuditEvent {
  readonly id: string;
  readonly recordedAt: string;
  readonly person: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: 'accepted' | 'refused';
  readonly refusalCode: string | null;
  readonly address: string | null;
}

/** Somebody stands in for somebody else in a role (委托审批). */
export interface Delegation {
  readonly id: string;
  readonly from: Someone;
  readonly to: Someone;
  readonly role: Role;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly reason: string;
  readonly madeAt: string;
  readonly revokedAt: string | null;
}

/** A joint meeting in a list. */
export interface MeetingItem {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly heldOn: string;
  readonly state: 'draft' | 'concluded';
  readonly openResolutions: number;
}

export interface Attendee {
  readonly agency: string;
  readonly name: string;
  readonly position: string | null;
}

export interface Resolution {
  readonly id: string;
  readonly number: string;
  readonly text: string;
  readonly kind: string;
  readonly subject: string | null;
  readonly amount: string | null;
  readonly owner: string;
  readonly dueOn: string;
  readonly followUp: 'open' | 'done';
  readonly followUpNote: string | null;
  /** The request that rests on it. */
  readonly citedBy: string | null;
}

export interface Meeting extends MeetingItem {
  readonly place: string;
  readonly chairedBy: string;
  readonly agenda: readonly string[];
  readonly attendees: readonly Attendee[];
  readonly minutes: string | null;
  readonly maker: Someone;
  readonly concludedBy: Someone | null;
  readonly concludedAt: string | null;
  readonly resolutions: readonly Resolution[];
}

/** A resolution that a request may rest on. */
export interface FittingResolution {
  readonly id: string;
  readonly number: string;
  /** The most that it allows. */
  readonly amount: string | null;
  readonly dueOn: string;
  readonly meeting: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly heldOn: string;
  };
}

/** A request to the ledger that is not posted; nothing of what it is about. */
export interface QueuedRequest {
  readonly id: string;
  readonly book: string;
  readonly fact: string;
  readonly status: 'failed' | 'ready';
  readonly failureCode: string | null;
  readonly tries: number;
  readonly acceptedAt: string;
  readonly nextTryAt: string | null;
}

/** Who decides on amounts up to one. */
export interface Tier {
  readonly upTo: string;
  readonly steps: readonly ('reviewer' | 'approver')[];
  /** A joint meeting must have resolved on it. */
  readonly resolution: boolean;
}

/** How awards are computed: rates from 0 to 1, amounts of yuan. */
export interface AwardTerms {
  readonly bands: readonly { readonly upTo?: string; readonly rate: string }[];
  readonly factors: Readonly<Record<'win' | 'partialWin' | 'mediation', string>>;
  readonly fixed: Readonly<Record<'injunctionOnlyWin' | 'withdrawnClaimsRealized', string>>;
  readonly floor: string;
  readonly caps: Readonly<Record<'awardFund' | 'sanctionQuota' | 'combined', string>>;
  readonly grades: Readonly<Record<'first' | 'second' | 'third', string>>;
  readonly poolOrder: readonly ('sanction_quota' | 'award_fund')[];
  readonly sharing: 'agreed' | 'equal';
  readonly noticeDays: number;
}

interface PolicyValues {
  readonly approval_tiers: readonly Tier[];
  readonly award_policy: AwardTerms;
}

/** What a bureau has decided on for itself, or what is built in. */
export type Policy = { [Name in keyof PolicyValues]: PolicyOf<Name> }[keyof PolicyValues];

export interface PolicyOf<Name extends keyof PolicyValues> {
  readonly name: Name;
  /** 0: built in. */
  readonly version: number;
  readonly value: PolicyValues[Name];
  /** Since when; null: always. */
  readonly effectiveOn: string | null;
  /** The request that it was decided by. */
  readonly approval: string | null;
  readonly decidedBy: readonly Someone[];
}

export interface Policies {
  readonly inForce: readonly Policy[];
  readonly toCome: readonly Policy[];
}

/** What a key may be good for, and how the texts name it. */
export const SCOPE_NAMES = {
  'books:read': 'booksRead',
  'vouchers:write': 'vouchersWrite',
  'audit:read': 'auditRead',
  'metrics:read': 'metricsRead',
} as const;

export type Scope = keyof typeof SCOPE_NAMES;

/** A key of a program; the key itself is shown once, when it is made. */
export interface ApiKeyItem {
  readonly id: string;
  readonly person: Someone;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export type OrganizationKind =
  'social_association' | 'social_service_organization' | 'foundation' | 'other';
export type OrganizationState = 'registered' | 'suspended' | 'deregistered';
export type QualificationStatus = 'eligible' | 'manual_review' | 'ineligible';

/** A social organization in a list of the register. */
export interface OrganizationItem {
  readonly id: string;
  readonly book: string;
  readonly uscc: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly state: OrganizationState;
  readonly expiring: boolean;
  readonly validUntil: string | null;
  readonly version: number;
}

/** Everything that is known of an organization. */
export interface Organization extends OrganizationItem {
  readonly registrarRegion: string | null;
  readonly registeredOn: string;
  readonly activeSince: string | null;
  readonly annualReports: readonly number[];
  readonly cleanRecordStatementOn: string | null;
  readonly charterRelated: boolean;
  readonly reviewedBy: string | null;
  readonly email: string | null;
  readonly qualification: {
    readonly status: QualificationStatus;
    readonly reasons: readonly string[];
  };
  readonly penalties: readonly {
    readonly decidedOn: string;
    readonly cause: 'business' | 'other';
  }[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly year: number | null;
    readonly document: string;
    readonly sha256: string;
    readonly name: string;
    readonly validUntil: string | null;
  }[];
  readonly standing: readonly {
    readonly action: string;
    readonly effectiveOn: string;
    readonly reason: string;
    readonly approval: string | null;
  }[];
  readonly opinions: readonly {
    readonly asOf: string;
    readonly favourable: boolean;
    readonly opinion: string;
    readonly givenBy: string | null;
    readonly approvedBy: string | null;
    readonly approval: string | null;
  }[];
  readonly history: readonly {
    readonly version: number;
    readonly reason: string;
    readonly recordedAt: string;
    readonly changed: readonly string[];
    readonly approval: string | null;
  }[];
  readonly cases: readonly {
    readonly number: string;
    readonly court: string;
    readonly filedOn: string;
    readonly status: QualificationStatus;
    readonly reasons: readonly string[];
  }[];
}

/** The verdict on an organization as of a day, with how it came about. */
export interface QualificationAsOf {
  readonly asOf: string;
  readonly status: QualificationStatus;
  readonly reasons: readonly string[];
  readonly rule: string;
  readonly ruleVersion: string;
  readonly articles: readonly string[];
  readonly steps: readonly { readonly what: string; readonly gives: string }[];
}

/** What a credit code says of itself. */
export interface CreditCodeCheck {
  readonly code: string;
  readonly valid: boolean;
  readonly fault: 'length' | 'alphabet' | 'check_character' | null;
  readonly kind: OrganizationKind | null;
  readonly region: string | null;
  readonly registeredHighEnough: boolean | null;
}

/** A bank account without its number. */
export interface BankAccount {
  readonly id: string;
  readonly book: string;
  readonly holderKind:
    'organization' | 'law_firm' | 'vendor' | 'court' | 'defendant' | 'treasury' | 'bureau';
  readonly holderName: string;
  readonly creditCode: string | null;
  readonly ledgerAccount: string | null;
  readonly bankName: string;
  readonly masked: string;
  readonly fingerprint: string;
  readonly approved: boolean;
  readonly current: boolean;
  readonly enteredAt: string;
}

/** A stored document, as something rests on it. */
export interface StoredDocument {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
}

export const BUDGET_POOLS = [
  'special_fund',
  'award_fund',
  'sanction_quota',
  'damage_fund',
] as const;
export type BudgetPool = (typeof BUDGET_POOLS)[number];

export const BUDGET_CHANGES = [
  'appropriation',
  'adjustment',
  'transfer',
  'donation',
  'interest',
  'carry_over',
  'lapse',
] as const;
export type BudgetChangeKind = (typeof BUDGET_CHANGES)[number];

const COST_CATEGORIES = [
  'investigation',
  'testing',
  'appraisal',
  'assessment',
  'expert',
  'lawyer',
  'travel',
  'acceptance_fee',
  'preservation_fee',
  'announcement',
  'notary',
  'copying',
  'translation',
  'other',
] as const;
export type BudgetCategory = (typeof COST_CATEGORIES)[number] | 'whole';

/** The lines of a pool: one a kind of cost in the special fund, one in each other. */
export const categoriesOf = (pool: string | undefined): readonly BudgetCategory[] =>
  pool === undefined || pool === 'special_fund' ? COST_CATEGORIES : ['whole'];

/** Amounts of a budget: strings of yuan. */
export interface BudgetAmounts {
  readonly budgeted: string;
  readonly held: string;
  readonly spent: string;
  readonly available: string;
}

export interface BudgetLine extends BudgetAmounts {
  readonly category: BudgetCategory;
  /** Before the year where the money was carried over. */
  readonly originYear: number;
}

export interface PoolBudget {
  readonly pool: BudgetPool;
  readonly lines: readonly BudgetLine[];
  readonly total: BudgetAmounts;
  /** What the pool has now and no line of any year has; null as of a day. */
  readonly outside: string | null;
}

/** The budget of a book in a year. */
export interface Budget {
  readonly year: number;
  readonly years: readonly number[];
  readonly pools: readonly PoolBudget[];
  readonly total: BudgetAmounts;
}

/** What changed a budget, by whose approval. */
export interface BudgetChange {
  readonly id: string;
  readonly approval: string;
  readonly change: BudgetChangeKind;
  readonly pool: BudgetPool;
  readonly year: number;
  readonly amount: string;
  readonly document: string;
  readonly donor: string | null;
  readonly businessOn: string;
  readonly madeBy: string;
  readonly approvedBy: string;
}

/** A day that is worked or off, other than the week says. */
export interface CalendarDay {
  readonly day: string;
  readonly working: boolean;
  readonly note: string;
}

export interface Calendar {
  readonly year: number;
  readonly days: readonly CalendarDay[];
}

export const NOTICE_STATES = ['waiting', 'sent', 'logged', 'failed'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

export const NOTICE_KINDS = [
  'request_waiting',
  'request_returned',
  'request_approved',
  'request_rejected',
  'work_overdue',
  'role_granted',
  'advance_approved',
  'advance_paid',
  'advance_bounced',
  'receipt_rejected',
  'surplus_demanded',
  'surplus_reminder',
  'files_expiring',
  'agreements_expiring',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that somebody was told, and how far it came. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly person: Someone | null;
  readonly creditCode: string | null;
  readonly state: NoticeState;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextTryAt: string | null;
  readonly sentAt: string | null;
  readonly lastError: string | null;
  /** Null: what it says is for others. */
  readonly content: {
    readonly subject: string;
    readonly text: string;
    readonly link: string;
  } | null;
}

/** Where somebody gets notices. */
export interface Contact {
  readonly email: string | null;
  readonly language: 'zh' | 'en';
}

export const TENDER_METHODS = [
  'open_tender',
  'invited_tender',
  'competitive_negotiation',
  'competitive_consultation',
  'inquiry',
  'single_source',
] as const;

export const INSTALMENT_DUES = [
  'signing',
  'first_instance_judgment',
  'second_instance_judgment',
  'closing',
  'other',
] as const;

/** A law firm in a list of the register. */
export interface LawFirmItem {
  readonly id: string;
  readonly book: string;
  readonly uscc: string;
  readonly name: string;
  readonly licenceNumber: string;
  readonly region: string;
  readonly state: 'registered' | 'suspended' | 'removed';
  readonly version: number;
}

export const HONOUR_KINDS = ['commendation', 'certificate', 'advanced_unit'] as const;

/** An honour of an organization, as the register has it. */
export interface HonourItem {
  readonly id: string;
  readonly book: string;
  readonly number: string;
  readonly kind: (typeof HONOUR_KINDS)[number];
  readonly organization: { readonly id: string; readonly name: string };
  readonly grantedOn: string;
  readonly ground: string;
  readonly cases: readonly { readonly id: string; readonly number: string }[];
  readonly revoked: { readonly on: string; readonly reason: string } | null;
}

/** An agreement with a law firm, with what of it is used. */
export interface ServiceAgreementItem {
  readonly id: string;
  readonly number: string;
  readonly from: string;
  readonly until: string;
  readonly endedOn: string | null;
  readonly inForce: boolean;
  readonly perCase: string;
  readonly perInstance: string;
  readonly inAll: string;
  readonly used: string;
  readonly remaining: string;
}

/** A firm's engagement on an instance of a case. */
export interface LegalEngagement {
  readonly id: string;
  readonly agreement: { readonly id: string; readonly number: string };
  readonly case: { readonly id: string; readonly number: string; readonly court: string };
  readonly organization: { readonly id: string; readonly name: string };
  readonly lawyers: readonly string[];
  readonly instance: number;
  readonly fee: string;
  readonly engagedOn: string;
  readonly approval: string | null;
  readonly evaluation: {
    readonly closedOn: string;
    readonly diligence: number;
    readonly quality: number;
    readonly timeliness: number;
    readonly opinion: string;
    readonly evaluatedBy: string;
    readonly recordedAt: string;
  } | null;
}

/** Everything that is known of a law firm. */
export interface LawFirm extends LawFirmItem {
  readonly source: {
    readonly kind: 'recommended_list' | 'tender';
    readonly number: string;
    readonly on: string;
    readonly authority: string | null;
    readonly method: (typeof TENDER_METHODS)[number] | null;
    readonly bidders: number | null;
    readonly winningPrice: string | null;
  };
  readonly documents: readonly StoredDocument[];
  readonly lawyers: readonly {
    readonly id: string;
    readonly name: string;
    readonly licenceNumber: string;
    readonly field: string;
    readonly state: 'active' | 'left';
  }[];
  readonly agreements: readonly ServiceAgreementItem[];
  readonly engagements: readonly LegalEngagement[];
  readonly history: readonly {
    readonly version: number;
    readonly reason: string;
    readonly enteredBy: string;
    readonly recordedAt: string;
    readonly changed: readonly string[];
    readonly approval: string | null;
  }[];
}

/** An agreement with everything that was agreed. */
export interface ServiceAgreement extends ServiceAgreementItem {
  readonly book: string;
  readonly lawFirm: { readonly id: string; readonly name: string };
  readonly scope: string;
  readonly instalments: readonly {
    readonly due: (typeof INSTALMENT_DUES)[number];
    readonly percent: string | null;
    readonly amount: string | null;
  }[];
  readonly documents: readonly StoredDocument[];
  readonly endReason: string | null;
  readonly approval: string | null;
  readonly endApproval: string | null;
  readonly engagements: readonly LegalEngagement[];
}

/** What an engagement of a firm can be about. */
export interface EngagementChoices {
  readonly agreements: readonly {
    readonly id: string;
    readonly number: string;
    readonly remaining: string;
  }[];
  readonly lawyers: readonly {
    readonly id: string;
    readonly name: string;
    readonly field: string;
  }[];
  readonly cases: readonly {
    readonly id: string;
    readonly number: string;
    readonly court: string;
  }[];
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
}

/** A record of training or guidance. */
export interface TrainingItem {
  readonly id: string;
  readonly book: string;
  readonly kind: 'training' | 'guidance';
  readonly heldOn: string;
  readonly topic: string;
  readonly heldBy: string;
  readonly attended: readonly string[];
  readonly recordedBy: string;
  readonly documents: readonly StoredDocument[];
}

export const CASE_STATES = [
  'filed',
  'in_trial',
  'judged',
  'final',
  'mediated',
  'withdrawn',
  'dismissed',
  'in_enforcement',
  'enforcement_suspended',
  'closed',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export type StepKind = keyof (typeof zh)['case']['stepOf'];
export type StepFact = keyof (typeof zh)['case']['factOf'];

export interface CaseStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly on: string;
  readonly facts: Readonly<Partial<Record<StepFact, string | boolean>>>;
  readonly isRevoked: boolean;
  readonly revokes: string | null;
  readonly recordedBy: string | null;
  readonly documents: readonly { readonly id: string; readonly name: string }[];
}

export interface CaseProcedure {
  readonly state: CaseState | null;
  readonly isStayed: boolean;
  readonly instance: 'first' | 'second' | 'retrial' | null;
  readonly joinUntil: string | null;
  readonly publishedUntil: string | null;
  readonly steps: readonly CaseStep[];
  /** Steps that the case can take now. */
  readonly next: readonly StepKind[];
}

export type Outcome = keyof (typeof zh)['case']['outcomeOf'];
export type ItemKind = keyof (typeof zh)['case']['itemKindOf'];
export type LiabilityMode = keyof (typeof zh)['case']['modeOf'];

/** Amounts in yuan. */
export interface JudgmentItem {
  readonly id: string;
  readonly ref: string;
  readonly kind: ItemKind;
  readonly mode: LiabilityMode;
  readonly conditional: boolean;
  readonly defaulted: boolean;
  readonly ordered: string;
  readonly received: string;
  readonly writtenOff: string;
  readonly outstanding: string;
  readonly dueOn: readonly string[];
  readonly debtors: readonly { readonly name: string }[];
}

export interface Judgment {
  readonly id: string;
  readonly ref: string;
  readonly outcome: Outcome;
  readonly effectiveOn: string;
  readonly feeOwedBy: 'court' | 'defendant' | null;
  readonly approval: string | null;
  /** Id of the judgment in whose place it came. */
  readonly replaces: string | null;
  readonly reversedOn: string | null;
  readonly items: readonly JudgmentItem[];
  readonly inKind: readonly {
    readonly id: string;
    readonly work: string;
    readonly dueOn: string | null;
    readonly debtors: readonly string[];
    readonly acceptedOn: string | null;
    readonly opinion: string | null;
  }[];
  readonly refusedCosts: readonly {
    readonly category: BudgetCategory;
    readonly amount: string;
    readonly reason: string;
  }[];
  readonly documents: readonly { readonly id: string; readonly name: string }[];
}

export type MoneyFlow = keyof (typeof zh)['case']['flowOf'];

/** Where money had gone before a judgment changed. */
export type SpentOn = keyof (typeof zh)['claims']['spentOnOf'];

/** Money that was spent under a judgment that has changed since, and that nothing covers any more; in yuan. */
export interface SpentDeficit {
  readonly id: string;
  /** Id of the judgment that changed it. */
  readonly judgment: string;
  readonly what: SpentOn;
  readonly organization: string | null;
  /** It is missing from the custody account; else it is for information. */
  readonly ofCustody: boolean;
  readonly amount: string;
  readonly recovered: string;
  readonly left: string;
}

export interface CaseJudgments {
  readonly judgments: readonly Judgment[];
  readonly stays: readonly { readonly from: string; readonly to: string }[];
  readonly deferrals: readonly {
    readonly id: string;
    readonly name: string;
    readonly from: string;
    readonly until: string;
    readonly security: keyof (typeof zh)['case']['securityOf'];
    readonly securedBy: string;
  }[];
  readonly deficits: readonly SpentDeficit[];
  /** Amounts in yuan. */
  readonly flow: Readonly<Record<MoneyFlow, string>>;
}

export interface CaseItem {
  readonly id: string;
  readonly book: string;
  readonly number: string;
  readonly court: string;
  readonly filedOn: string;
  /** Null where a case file tells it. */
  readonly state: CaseState | null;
  /** Of the own organization; null for staff. */
  readonly qualification: { readonly status: QualificationStatus } | null;
}

export interface CaseDetail extends CaseItem {
  readonly damageRoute: 'treasury' | 'trust_account' | null;
  readonly plaintiffs: readonly {
    readonly organization: string;
    readonly uscc: string;
    readonly name: string;
    readonly ruleVersion: string;
    readonly status: QualificationStatus;
    readonly reasons: readonly string[];
  }[];
  readonly defendants: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
  }[];
  /** Amounts in yuan; null for organizations. */
  readonly advances: {
    readonly applications: number;
    readonly approved: string;
    readonly paid: string;
    readonly settled: string;
  } | null;
}

export const ADVANCE_STATES = [
  'reviewing',
  'approving',
  'returned',
  'rejected',
  'withdrawn',
  'to_pay',
  'partly_paid',
  'to_settle',
  'surplus_due',
  'settled',
] as const;
export type AdvanceState = (typeof ADVANCE_STATES)[number];
export const PAPER_KINDS = ['quotation', 'contract', 'court_notice', 'other'] as const;

/** Amounts are strings of yuan. */
export interface AdvanceItem {
  readonly id: string;
  /** Once it is approved. */
  readonly number: string | null;
  readonly book: string;
  readonly case: string | null;
  readonly organization: string | null;
  readonly state: AdvanceState;
  readonly total: string;
  readonly paid: string;
  readonly settled: string;
  readonly appliedOn: string;
}

export interface Advance extends AdvanceItem {
  readonly caseId: string;
  readonly organizationId: string;
  readonly approval: string | null;
  readonly reason: string | null;
  readonly items: readonly {
    readonly id: string | null;
    readonly ref: string | null;
    readonly category: BudgetCategory;
    readonly purpose: string | null;
    readonly payee: string;
    readonly account: string | null;
    readonly applied: string;
    readonly approved: string;
    readonly paid: string;
    readonly settled: string;
    /** Submitted with receipts, and not decided. */
    readonly waiting: string;
    readonly unsettled: string;
    readonly surplusDemanded: string;
    readonly surplusReturned: string;
    readonly documents: readonly {
      readonly kind: (typeof PAPER_KINDS)[number];
      readonly id: string;
      readonly name: string | null;
    }[];
  }[];
  readonly payments: readonly {
    readonly ref: string;
    readonly paidOn: string;
    readonly amount: string;
    readonly returned: string;
  }[];
}

export interface AdvanceTimeline {
  readonly state: AdvanceState;
  readonly steps: readonly {
    readonly step: 'submitted' | 'review' | 'approval' | 'payment' | 'settlement';
    readonly state: 'done' | 'current' | 'ahead' | 'ended';
    readonly on: string | null;
    readonly workingDays: number | null;
  }[];
  readonly waitingFor: Role | null;
  readonly since: string | null;
  readonly dueOn: string | null;
  readonly needed: 'revise' | 'settle' | 'return_surplus' | null;
  readonly reason: string | null;
}

export interface PayeeChoice {
  readonly account: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly bankName: string;
  readonly masked: string;
}

/** An application as it is typed. */
export interface AdvanceDraft {
  readonly id: string;
  readonly savedAt: string;
  readonly content: { readonly book: string; readonly values: Readonly<Record<string, unknown>> };
}

export const PAYMENT_STATES = ['waiting', 'paid', 'bounced', 'unknown'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];
export type PaymentResult = Exclude<PaymentState, 'waiting'>;

/** What a cost is and whom it is paid to. */
export interface CostToPay {
  readonly item: string;
  readonly itemRef: string;
  readonly application: string;
  readonly applicationRef: string;
  readonly caseNumber: string;
  readonly organization: string;
  readonly category: BudgetCategory;
  readonly purpose: string | null;
  readonly payee: {
    readonly holderKind: 'organization' | 'law_firm' | 'vendor' | 'court';
    readonly name: string;
    readonly bankName: string;
    /** The last four digits of the account. */
    readonly masked: string;
  };
}

/** An approved cost of which something is not ordered yet; amounts are strings of yuan. */
export interface PayableCost extends CostToPay {
  readonly approved: string;
  readonly paid: string;
  readonly underway: string;
  readonly payable: string;
}

export interface PaymentOrderItem {
  readonly id: string;
  /** Code of the book. */
  readonly book: string;
  readonly number: string;
  readonly madeOn: string;
  readonly madeBy: string;
  readonly total: string;
  readonly lineCount: number;
  /** How many lines are in which state. */
  readonly states: Readonly<Record<PaymentState, number>>;
}

export interface PaymentLine extends CostToPay {
  readonly id: string;
  readonly ordinal: number;
  readonly amount: string;
  readonly state: PaymentState;
  readonly results: readonly {
    readonly result: PaymentResult;
    readonly on: string;
    readonly bankReference: string | null;
    readonly reason: string | null;
    readonly recordedBy: string;
  }[];
}

export interface PaymentOrder extends PaymentOrderItem {
  readonly totalInWords: string;
  readonly lines: readonly PaymentLine[];
}

/** What a stored document is. */
export interface DocumentFacts extends StoredDocument {
  /** What the content is, whatever the name said. */
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  readonly uploadedBy: string | null;
  readonly uploadedAt: string;
}

/** The invoice that a file holds for programs; null where a person enters it. */
export interface InvoiceReading {
  readonly invoice: {
    readonly number: string;
    readonly code: string | null;
    readonly issuer: { readonly name: string | null; readonly taxId: string | null };
    readonly issuedOn: string;
    readonly total: string;
    readonly kind: 'ordinary' | 'red';
  } | null;
}

export const RECEIPT_STATES = ['submitted', 'accepted', 'rejected'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];
export const COMPARED = ['number', 'issuer', 'issuerTaxId', 'issuedOn', 'total', 'buyer'] as const;
export type Compared = (typeof COMPARED)[number];

/** A part of an invoice that settles a part of a cost; amounts in yuan. */
export interface ReceiptLine {
  readonly id: string;
  readonly application: string;
  readonly applicationRef: string;
  readonly itemRef: string;
  readonly organization: string;
  readonly document: string;
  readonly invoice: {
    readonly issuer: string;
    readonly issuerTaxId: string | null;
    /** With its code before it, where it has one. */
    readonly number: string;
    readonly issuedOn: string | null;
    readonly total: string;
    readonly used: string;
  };
  /** What the file says of itself; null: a person entered it. */
  readonly eInvoice: {
    readonly number: string;
    readonly issuer: string | null;
    readonly issuerTaxId: string | null;
    readonly buyer: string | null;
    readonly issuedOn: string;
    readonly total: string;
    readonly differs: readonly Compared[];
  } | null;
  readonly amount: string;
  /** Of the cost. */
  readonly paid: string;
  readonly settled: string;
  readonly remaining: string;
  readonly state: ReceiptState;
  readonly submittedOn: string;
  readonly decidedOn: string | null;
  readonly reason: string | null;
  readonly mayDecide: boolean;
}

/** What of a cost is to come back. */
/** An acceptance fee that was paid to a court; in yuan. */
export interface CourtFee {
  readonly paid: string;
  readonly refunded: string;
  readonly absorbed: string;
  readonly outstanding: string;
  readonly refunds: readonly {
    readonly id: string;
    readonly amount: string;
    readonly on: string;
    readonly bankReference: string;
    /** Null to an organization. */
    readonly recordedBy: string | null;
  }[];
}

export interface Surplus {
  readonly demanded: string;
  readonly returned: string;
  readonly outstanding: string;
  readonly dueOn: string | null;
  readonly reminders: readonly string[];
}

export const BANK_ACCOUNTS = ['1011', '1002.01', '1002.02', '1002.99'] as const;
export const BANK_LINE_STATES = ['unmatched', 'matched', 'ignored'] as const;

/** A movement on the bureau's own bank account. */
export interface BankLine {
  readonly id: string;
  readonly book: string;
  readonly account: string;
  readonly on: string;
  readonly serial: string | null;
  readonly amount: string;
  readonly balance: string | null;
  readonly counterparty: string | null;
  readonly remark: string | null;
  readonly state: (typeof BANK_LINE_STATES)[number];
  readonly left: string;
}

/** The voucher for what the bank took or gave by itself. */
export interface BankCharge {
  readonly book: string;
  readonly content: object;
}

export interface BankPreview {
  readonly sha256: string;
  readonly statedAccount: string | null;
  readonly formerAccount: string | null;
  readonly opening: string | null;
  readonly closing: string | null;
  readonly lineCount: number;
  readonly newCount: number;
  readonly known: readonly { readonly line: number }[];
  readonly skipped: readonly number[];
  readonly lines: readonly {
    readonly line: number;
    readonly on: string;
    readonly serial: string | null;
    readonly amount: string;
    readonly balance: string | null;
    readonly counterparty: string | null;
    readonly remark: string | null;
    readonly isKnown: boolean;
  }[];
}

export interface BankProfileItem {
  readonly name: string;
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string } | null;
}

export interface BankSuggestion {
  readonly line: Pick<BankLine, 'id' | 'on' | 'left' | 'counterparty' | 'remark' | 'serial'>;
  readonly candidates: readonly {
    readonly account: string;
    readonly seq: string;
    readonly on: string;
    readonly left: string;
    readonly voucher: string;
    readonly summary: string;
    readonly caseNumber: string | null;
    readonly reasons: readonly (
      | 'same_amount'
      | 'same_day'
      | 'near_day'
      | 'voucher_in_remark'
      | 'case_in_remark'
      | 'payee_in_summary'
      | 'serial_in_summary'
    )[];
  }[];
}

export const BANK_OPEN_KINDS = [
  'bank_in_not_in_books',
  'bank_out_not_in_books',
  'books_in_not_at_bank',
  'books_out_not_at_bank',
] as const;

export const AGES = ['1-30', '31-60', '61-90', '91-180', '181-365', 'over-365'] as const;
type Age = (typeof AGES)[number];

interface OpenLines {
  readonly count: number;
  readonly into: string;
  readonly out: string;
}

/** What of the lines of a book is open today, account by account. */
export interface BankLineAgeing {
  readonly items: readonly (OpenLines & {
    readonly account: string;
    readonly ages: Readonly<Record<Age, OpenLines>>;
  })[];
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** An account that money only passes through, and what is on it. */
export interface ClearingAccount {
  readonly code: string;
  readonly name: Words;
  readonly clearedBy: Words;
  readonly balance: string;
  readonly ledger: string;
  readonly ages: Readonly<Record<Age, string>>;
  readonly count: number;
  readonly items: readonly {
    readonly account: string;
    readonly caseId: string | null;
    readonly dimensions: Dimensions;
    readonly balance: string;
    readonly since: string;
    readonly days: number;
  }[];
}

export interface BankReconciliation {
  readonly openByAge: readonly {
    readonly kind: (typeof BANK_OPEN_KINDS)[number];
    readonly total: string;
    readonly ages: Readonly<Record<Age, string>>;
  }[];
  readonly asOf: string;
  readonly bookBalance: string;
  readonly bankBalance: string;
  readonly adjustedBook: string;
  readonly adjustedBank: string;
  readonly difference: string;
  readonly items: readonly {
    readonly kind: (typeof BANK_OPEN_KINDS)[number];
    readonly on: string;
    readonly left: string;
    readonly what: string;
    readonly ref: string;
    readonly age: string;
  }[];
}

export interface BankReconciliationItem {
  readonly id: string;
  readonly asOf: string;
  readonly madeBy: string;
  readonly confirmedBy: string | null;
}
