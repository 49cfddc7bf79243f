import { LedgerKernel0001 } from './0001-ledger-kernel';
import { LedgerFunctions0002 } from './0002-ledger-functions';
import { Workflows0003 } from './0003-workflows';
import { Sealing0004 } from './0004-sealing';
import { Periods0005 } from './0005-periods';
import { HoldExpiry0006 } from './0006-hold-expiry';
import { FastPosting0007 } from './0007-fast-posting';
import { ClockSetBack0009 } from './0009-clock-set-back';
import { AdjustingEntries0010 } from './0010-adjusting-entries';
import { AwaitedHolds0013 } from './0013-awaited-holds';
import { Identity0020 } from './0020-identity';
import { Approvals0021 } from './0021-approvals';
import { Meetings0022 } from './0022-meetings';
import { RowLevelSecurity0024 } from './0024-row-level-security';
import { ApprovalRows0025 } from './0025-approval-rows';
import { DiscardedRequests0026 } from './0026-discarded-requests';
import { CallersWriteApprovals0027 } from './0027-callers-write-approvals';
import { AuditSeal0028 } from './0028-audit-seal';
import { ActingPeople0030 } from './0030-acting-people';
import { PeopleAdministration0031 } from './0031-people-administration';
import { SignInFailures0032 } from './0032-sign-in-failures';
import { RequestsOfAdministrators0033 } from './0033-requests-of-administrators';
import { ExactLimits0034 } from './0034-exact-limits';
import { Evidence0035 } from './0035-evidence';
import { HeldMonths0036 } from './0036-held-months';
import { Payers0037 } from './0037-payers';
import { OpenWork0038 } from './0038-open-work';
import { Documents0040 } from './0040-documents';
import { RequestsOfOrganizations0041 } from './0041-requests-of-organizations';
import { Organizations0042 } from './0042-organizations';
import { LegalServices0043 } from './0043-legal-services';
import { Budget0044 } from './0044-budget';
import { Notices0046 } from './0046-notices';
import { Calendar0047 } from './0047-calendar';
import { Payees0048 } from './0048-payees';
import { Advances0049 } from './0049-advances';
import { LiveAdvances0050 } from './0050-live-advances';
import { PaymentOrders0052 } from './0052-payment-orders';
import { Settlements0053 } from './0053-settlements';
import { ComparedReceipts0054 } from './0054-compared-receipts';
import { DaysFromNowhere0055 } from './0055-days-from-nowhere';
import { ExpiryReminders0056 } from './0056-expiry-reminders';
import { OpenPayments0057 } from './0057-open-payments';
import { FastLists0058 } from './0058-fast-lists';
import { BankStatements0059 } from './0059-bank-statements';
import { BankMatches0060 } from './0060-bank-matches';
import { CaseSteps0061 } from './0061-case-steps';
import { LiveReceipts0062 } from './0062-live-receipts';
import { Judgments0063 } from './0063-judgments';
import { DemandLetters0064 } from './0064-demand-letters';
import { JudgmentChanges0065 } from './0065-judgment-changes';
import { ReversalDays0066 } from './0066-reversal-days';
import { EnforcementDeferrals0067 } from './0067-enforcement-deferrals';
import { ReceiptsOfLines0068 } from './0068-receipts-of-lines';
import { BankLineStanding0069 } from './0069-bank-line-standing';
import { PayOuts0070 } from './0070-pay-outs';
import { GeneralInterest0071 } from './0071-general-interest';
import { BankListSpeed0073 } from './0073-bank-list-speed';
import { Awards0075 } from './0075-awards';
import { DamageMoney0080 } from './0080-damage-money';
import { RestorationPlans0081 } from './0081-restoration-plans';
import { MilestonePayments0082 } from './0082-milestone-payments';
import { DamageElsewhere0083 } from './0083-damage-elsewhere';
import { KeptApart0085 } from './0085-kept-apart';
import { Honours0086 } from './0086-honours';
import { CourtRefunds0090 } from './0090-court-refunds';
import { SteadyPosting0091 } from './0091-steady-posting';

/** The migrations in the order in which they run. */
export const MIGRATIONS = [
  LedgerKernel0001,
  LedgerFunctions0002,
  Workflows0003,
  Sealing0004,
  Periods0005,
  HoldExpiry0006,
  FastPosting0007,
  ClockSetBack0009,
  AdjustingEntries0010,
  AwaitedHolds0013,
  Identity0020,
  Approvals0021,
  Meetings0022,
  RowLevelSecurity0024,
  ApprovalRows0025,
  DiscardedRequests0026,
  CallersWriteApprovals0027,
  AuditSeal0028,
  ActingPeople0030,
  PeopleAdministration0031,
  SignInFailures0032,
  RequestsOfAdministrators0033,
  ExactLimits0034,
  Evidence0035,
  HeldMonths0036,
  Payers0037,
  OpenWork0038,
  Documents0040,
  RequestsOfOrganizations0041,
  Organizations0042,
  LegalServices0043,
  Budget0044,
  Notices0046,
  Calendar0047,
  Payees0048,
  Advances0049,
  LiveAdvances0050,
  PaymentOrders0052,
  Settlements0053,
  ComparedReceipts0054,
  DaysFromNowhere0055,
  ExpiryReminders0056,
  OpenPayments0057,
  FastLists0058,
  BankStatements0059,
  BankMatches0060,
  CaseSteps0061,
  LiveReceipts0062,
  Judgments0063,
  DemandLetters0064,
  JudgmentChanges0065,
  ReversalDays0066,
  EnforcementDeferrals0067,
  ReceiptsOfLines0068,
  BankLineStanding0069,
  PayOuts0070,
  GeneralInterest0071,
  BankListSpeed0073,
  Awards0075,
  DamageMoney0080,
  RestorationPlans0081,
  MilestonePayments0082,
  DamageElsewhere0083,
  KeptApart0085,
  Honours0086,
  CourtRefunds0090,
  SteadyPosting0091,
] as const;
