/** Whose opinions are heard on a restoration plan before it is decided on. Source: default of the bureau. */
export const OPINION_AGENCIES = ['court', 'finance', 'audit'] as const;
export type OpinionAgency = (typeof OPINION_AGENCIES)[number];

/** What an opinion on a plan may be. */
export const STANCES = ['for', 'against', 'with_conditions'] as const;
export type Stance = (typeof STANCES)[number];

/** Papers that a milestone of a plan may require before it is paid, beside invoices. Source: default of the bureau. */
export const PLAN_PAPERS = [
  'contract',
  'progress_report',
  'supervision_report',
  'monitoring_report',
  'completion_report',
  'final_accounts',
  'other',
] as const;
export type PlanPaper = (typeof PLAN_PAPERS)[number];

/** Reports that the last milestone of a plan waits for. Source: 财资环〔2020〕6号. */
export const PLAN_REPORTS = ['acceptance', 'effect_evaluation'] as const;
export type PlanReport = (typeof PLAN_REPORTS)[number];

/**
 * Where money of a case goes that its plans left: to a further plan for the same place, to substitute restoration on a new
 * resolution, or to the treasury once it was unspent for two years. Source: default of the bureau; 预算法 art 42.
 */
export const SURPLUS_USES = ['same_place', 'substitute', 'treasury'] as const;
export type SurplusUse = (typeof SURPLUS_USES)[number];

/**
 * Costs of a losing plaintiff of another public-interest case that a court may have paid from damage money: of
 * investigation and evidence, experts, testing, appraisal. Source: 法释〔2015〕1号 art 24(2).
 */
export const CROSS_CASE_COSTS = ['investigation', 'expert', 'testing', 'appraisal'] as const;
export type CrossCaseCategory = (typeof CROSS_CASE_COSTS)[number];
