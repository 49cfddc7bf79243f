import type { Bilingual } from '../errors';
import type { OpinionAgency, PermittedUse, PlanPaper, Stance, SurplusUse } from '../law';

/** What damage money may be used for, as people call it. */
export const USE_NAMES: Readonly<Record<PermittedUse, Bilingual>> = {
  removal_or_control_of_pollution: { zh: '污染清除或控制', en: 'Removal or control of pollution' },
  restoration_plan_and_works: { zh: '修复方案编制与修复工程', en: 'Restoration plan and works' },
  substitute_restoration: { zh: '替代性修复', en: 'Substitute restoration' },
  monitoring_and_supervision: { zh: '监测与监理', en: 'Monitoring and supervision' },
  acceptance_and_effect_evaluation: {
    zh: '验收与效果评估',
    en: 'Acceptance and evaluation of the effect',
  },
  investigation_appraisal_assessment: {
    zh: '调查、鉴定、评估',
    en: 'Investigation, appraisal, assessment',
  },
  other_restoration_at_place_of_damage: {
    zh: '损害发生地的其他修复',
    en: 'Other restoration at the place of the damage',
  },
};

export const AGENCY_NAMES: Readonly<Record<OpinionAgency, Bilingual>> = {
  court: { zh: '人民法院', en: 'Court' },
  finance: { zh: '财政部门', en: 'Finance bureau' },
  audit: { zh: '审计机关', en: 'Audit office' },
};

export const STANCE_NAMES: Readonly<Record<Stance, Bilingual>> = {
  for: { zh: '同意', en: 'For' },
  against: { zh: '不同意', en: 'Against' },
  with_conditions: { zh: '附条件同意', en: 'With conditions' },
};

export const SURPLUS_NAMES: Readonly<Record<SurplusUse, Bilingual>> = {
  same_place: { zh: '结余继续用于同一损害地', en: 'Surplus for the same place' },
  substitute: { zh: '结余用于替代性修复', en: 'Surplus for substitute restoration' },
  treasury: { zh: '结余上缴国库', en: 'Surplus to the treasury' },
};

export const NOT_ASKED: Bilingual = { zh: '未征求', en: 'Not asked' };

export const PAPER_NAMES: Readonly<Record<PlanPaper, Bilingual>> = {
  contract: { zh: '合同', en: 'Contract' },
  progress_report: { zh: '进度报告', en: 'Progress report' },
  supervision_report: { zh: '监理报告', en: 'Supervision report' },
  monitoring_report: { zh: '监测报告', en: 'Monitoring report' },
  completion_report: { zh: '完工报告', en: 'Completion report' },
  final_accounts: { zh: '决算资料', en: 'Final accounts' },
  other: { zh: '其他资料', en: 'Other papers' },
};
