export type { Explained, Explanation, ExplanationStep, ExplanationValue } from './explanation';
export {
  checkCreditCode,
  type CreditCodeCheck,
  isRegisteredHighEnough,
  type OrganizationKind,
  registrationLevel,
  type RegistrationLevel,
} from './credit-code';
export {
  type OrganizationFacts,
  type Qualification,
  type QualificationStatus,
  qualify,
} from './qualification';
export { acceptanceFee, enforcementFee, halfAcceptanceFee, preservationFee } from './court-fees';
export {
  type DayCount,
  DOUBLED_INTEREST_IN_FORCE,
  doubledInterest,
  interestDays,
  type InterestPeriod,
  type Stay,
} from './delayed-interest';
export {
  balancesOf,
  type ClaimBalance,
  type ClaimDebtor,
  type ClaimItem,
  DAMAGE_KINDS,
  interestOwed,
  inTurnOfPayment,
  isDamages,
  isDebtor,
  ITEM_KINDS,
  type ItemKind,
  LIABILITY_MODES,
  type LiabilityMode,
  type OrderedItem,
  outstandingOf,
  principalOwed,
  sharesAddUp,
  writtenOffOf,
} from './liability';
export { type InnerShare, recourseBetween } from './recourse';
export {
  generalInterest,
  generalOwed,
  generalOwedOn,
  type GeneralUntil,
  runningGeneral,
} from './general-interest';
export { type GeneralRate, YEARLY_PERCENT_PATTERN } from './general-rate';
export { type InterestUntil, interestOwedUntil, runningInterest } from './running-interest';
export { spreadWriteOff, type WriteOffPart } from './write-off-spread';
export { type Allocation, allocateReceipt } from './allocation';
export type { AllocationPart, ReceiptToAllocate } from './allocation-parts';
export { CLAIM_PARTS, type ClaimPart, isInterest } from './claim-part';
export { latestEndOfDeferral } from './deferral';
export { lastDayOf } from './due-day';
export { type FreedReceipt, reallocate, type Reallocation, withParts } from './judgment-change';
export { type AgreedExcess, type AgreedShare, allocateAsAgreed } from './agreed-allocation';
export {
  type AwardInputs,
  type AwardResult,
  computeAward,
  type Outcome,
  OUTCOMES,
  type PaidSanction,
} from './award';
export {
  AWARD_POOLS,
  AWARD_SHARINGS,
  type AwardPolicy,
  awardPolicy,
  type AwardPool,
  type AwardSharing,
  type AwardTerms,
  CASE_FILE_AWARD_POLICY,
  DEFAULT_AWARD_TERMS,
  NO_LAW_FIXES_AWARDS,
  NO_LAW_IN_WORDS,
  RATE_PATTERN,
} from './award-policy';
export {
  DEFAULT_MILESTONE_RATIOS,
  isPermittedUse,
  milestoneAmounts,
  PERMITTED_USES,
  type PermittedUse,
  REMIT_WITHIN_WORKING_DAYS,
} from './earmarking';
export {
  CROSS_CASE_COSTS,
  type CrossCaseCategory,
  OPINION_AGENCIES,
  type OpinionAgency,
  PLAN_PAPERS,
  PLAN_REPORTS,
  type PlanPaper,
  type PlanReport,
  type Stance,
  STANCES,
  SURPLUS_USES,
  type SurplusUse,
} from './restoration';
export {
  type CapBreach,
  checkAdvanceCaps,
  checkOutstanding,
  COST_CATEGORIES,
  type CostCategory,
  type CostLine,
  needsJointMeetingMinutes,
  quotationNeeded,
} from './advance-limits';
export { type CostInTranches, FIRST_TRANCHE_PERCENT, payableToOrganization } from './first-tranche';
export {
  barsChange,
  BUDGET_CATEGORIES,
  BUDGET_CHANGES,
  type BudgetCategory,
  type BudgetChangeKind,
  type BudgetPool,
  carriesInto,
  categoriesOf,
  lapsesIn,
  WHOLE_POOL,
} from './budget-rules';
export {
  checkFee,
  checkTerms,
  type FeeBreach,
  formatPercent,
  type Instalment,
  INSTALMENT_DUES,
  type InstalmentDue,
  parsePercent,
  PERCENT_PATTERN,
  type TermsFault,
} from './legal-service-limits';
export { endOfNotice, followProcedure, NOTICE_DAYS } from './procedure';
export {
  CASE_STATES,
  type CaseState,
  type Instance,
  INSTANCES,
  outcomesOf,
  type Procedure,
  type ProcedureStep,
  STEP_KINDS,
  type StepFault,
  type StepKind,
  type StepRule,
} from './procedure-steps';
export { type Placed, placed, type Portion, traceFen, type Way, wayOf } from './trace-fen';
export { AGE_BANDS, type AgeBand, ageBandOf } from './ageing';
