import { entry } from './problem-text';

/** Codes of damage money, restoration plans and what is paid for them. */
export const DAMAGE_PROBLEMS = {
  MILESTONES_UNEVEN: entry(
    '付款节点金额合计与方案未付金额不符',
    '各未付节点金额（milestones）之和须等于方案金额减去已付金额（left），且每个节点金额大于零。',
    'The milestones do not add up to what of the plan is not paid',
    'What is not paid (left) is to be spread over the milestones that are not paid (milestones), each above zero.',
  ),
  INVOICES_TOO_LOW: entry(
    '发票金额低于付款金额',
    '发票合计见 invoices，付款金额见 amount；请补齐发票后再提交。',
    'The invoices come to less than the payment',
    'They come to invoices, the payment to amount; add what is missing.',
  ),
  MILESTONE_AMOUNT_OTHER: entry(
    '付款金额与该付款节点的金额不一致',
    '节点金额见 milestone；每个节点一次付清。需要调整的，请先变更方案。',
    'The payment is not what the milestone comes to',
    'A milestone is paid in whole, as it says under milestone; change the plan first if that is wrong.',
  ),
  OPINION_MISSING: entry(
    '缺少对修复方案的意见',
    '提请审批前须登记人民法院、财政部门和审计机关对该方案的意见（缺少的见 missing）；未征求的，请说明理由。',
    'An opinion on the plan is missing',
    'Record what the court, the finance bureau and the audit office said of this plan (missing), or say why one was not asked.',
  ),
  PAPERS_MISSING: entry(
    '缺少该付款节点所需的资料',
    '缺少的资料种类见 missing，请补齐后再提交。',
    'Papers that the milestone requires are missing',
    'Which ones is under missing; add them.',
  ),
  PLAN_BELOW_PAID: entry(
    '方案金额低于已付金额',
    '已付金额见 paid；方案金额和各预算项金额均不得低于已付金额。',
    'The plan would be less than what is paid of it',
    'What is paid is under paid; neither the plan nor one of its budget lines goes below that.',
  ),
  PLAN_LINE_EXCEEDED: entry(
    '付款超过方案中该项预算的剩余金额',
    '该用途（purpose）的剩余金额见 available；请选择其他预算项，或先变更方案。',
    'The payment is more than the budget line has left',
    'What the line of that purpose has left is under available; choose another line, or change the plan first.',
  ),
  PLAN_VERSION_OLD: entry(
    '修复方案已有新版本',
    '当前版本见 version，请按当前版本重新提出变更。',
    'The plan has another version by now',
    'Which one is under version; ask for the change of that one.',
  ),
  REPORT_BODY_OTHER: entry(
    '报告不是方案确定的验收单位出具的',
    '方案确定的验收与评估单位见 expected；单位变更的，请先变更方案。',
    'The report is not of the body that the plan names',
    'The plan names the one under expected.',
  ),
} as const;
