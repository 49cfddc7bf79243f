import { entry } from './problem-text';

/** Codes of damage money, restoration plans and what is paid for them. */
export const DAMAGE_PROBLEMS = {
  MILESTONES_UNEVEN: entry(
    '付款节点金额合计与方案未付金额不符',
    '各未付节点金额（milestones）之和须等于方案金额减去已付金额（left），且每个节点金额大于零。',
    'The milestones do not add up to what of the plan is not paid',
    'What is not paid (left) is to be spread over the milestones that are not paid (milestones), each above zero.',
  ),
  CASE_NOT_LOST: entry(
    '另案原告并未败诉',
    '只有另案判决结果为败诉时，才可依法院文书从本案损害赔偿金中支付其必要费用（法释〔2015〕1号第二十四条第二款）。',
    'The other case was not lost',
    'Damage money bears costs of another case only where its plaintiff lost it, by a document of the court (法释〔2015〕1号 art. 24(2)).',
  ),
  COURT_DOCUMENT_EXCEEDED: entry(
    '金额超过法院文书载明的金额',
    '该文书尚可支付的金额见 available。',
    'It is more than the document of the court allows',
    'What is left of it is under available.',
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
  PLANS_NOT_DONE: entry(
    '该案修复方案尚未付清',
    '所有方案的付款节点付清后才能处理结余；未付清的方案见 plans。提前结束的，请先变更方案金额。',
    'Plans of the case are not paid in full',
    'A surplus is what is left once every plan is paid; those that are not are under plans. Lower a plan that ends early first.',
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
  SURPLUS_LAPSES_BY_BUDGET: entry(
    '上缴国库方式管理的结余通过预算办理',
    '请对该案的损害赔偿支出办理“结余上缴”预算变动。',
    'On the treasury route a surplus lapses with its budget',
    'Ask for the change of the budget that lets the damage money of the case lapse.',
  ),
  SURPLUS_NOT_LAPSED: entry(
    '结余尚未满两年',
    '连续两年未用完的才上缴国库（预算法第四十二条）；至 year 年底收到而未用的金额见 available。',
    'The money was not unspent for two years',
    'What was received until the end of year and is not spent is under available (预算法 art. 42).',
  ),
} as const;
