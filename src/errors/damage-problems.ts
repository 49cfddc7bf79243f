import { entry } from './problem-text';

/** Codes of damage money, restoration plans and what is paid for them. */
export const DAMAGE_PROBLEMS = {
  MILESTONES_UNEVEN: entry(
    '付款节点金额合计与方案未付金额不符',
    '各未付节点金额（milestones）之和须等于方案金额减去已付金额（left），且每个节点金额大于零。',
    'The milestones do not add up to what of the plan is not paid',
    'What is not paid (left) is to be spread over the milestones that are not paid (milestones), each above zero.',
  ),
  OPINION_MISSING: entry(
    '缺少对修复方案的意见',
    '提请审批前须登记人民法院、财政部门和审计机关对该方案的意见（缺少的见 missing）；未征求的，请说明理由。',
    'An opinion on the plan is missing',
    'Record what the court, the finance bureau and the audit office said of this plan (missing), or say why one was not asked.',
  ),
  PLAN_BELOW_PAID: entry(
    '方案金额低于已付金额',
    '已付金额见 paid；方案金额和各预算项金额均不得低于已付金额。',
    'The plan would be less than what is paid of it',
    'What is paid is under paid; neither the plan nor one of its budget lines goes below that.',
  ),
  PLAN_VERSION_OLD: entry(
    '修复方案已有新版本',
    '当前版本见 version，请按当前版本重新提出变更。',
    'The plan has another version by now',
    'Which one is under version; ask for the change of that one.',
  ),
} as const;
