import { entry } from './problem-text';

/** Codes of awards: their assessment, public notice, payment, recall and use. */
export const AWARD_PROBLEMS = {
  AWARD_ASSESSED: entry(
    '本案奖励已核定',
    '已有有效的核定（见 assessment）。条件变化的，先作废该核定，再重新核定。',
    'The award is assessed already',
    'The assessment that stands is under assessment; where things have changed declare it void first.',
  ),
  AWARD_INPUTS_CHANGED: entry(
    '核定之后计算依据已变化',
    '原核定金额见 assessed，按现有依据应为 now。请作废原核定，重新核定并公示。',
    'What the award was computed from has changed since',
    'assessed is what was assessed, now is what it would be; declare the assessment void and assess anew.',
  ),
  AWARD_NOT_ASSESSED: entry(
    '该核定已作废',
    '作废原因见 reason，请重新核定。',
    'The assessment is void',
    'Why is under reason; assess the award anew.',
  ),
  AWARD_NOT_NOTICED: entry(
    '尚未公示',
    '奖励核定后须先公示，公示期满无异议的才能报批。',
    'There was no public notice yet',
    'An assessed award is shown to the public first, and decided on after the notice.',
  ),
  AWARD_NOTICED: entry(
    '该核定已公示',
    '公示期间见 from、to，每次核定只公示一次。',
    'There is a public notice already',
    'Its days are under from and to; an assessment has one notice.',
  ),
  AWARD_NOTICE_DAY_WRONG: entry(
    '公示开始日期不正确',
    '公示不得早于 earliest 开始。',
    'The notice cannot begin on that day',
    'earliest is the first day that it can begin on.',
  ),
  AWARD_NOTICE_RUNNING: entry(
    '公示期未满',
    '公示至 until（含当日），期满次日起可以报批。',
    'The public notice is not over',
    'It runs up to and including until; the award can be decided on from the next day.',
  ),
  AWARD_NOTICE_TOO_SHORT: entry(
    '公示期短于规定天数',
    '按本单位奖励办法，公示最早于 earliest 结束；开始当日不计，遇休息日顺延。',
    'The public notice is too short',
    'By the policy of awards it ends on earliest at the earliest; its first day does not count, and it never ends on a day off.',
  ),
  AWARD_PAYMENT_AMOUNT: entry(
    '付款金额与应付奖励不符',
    '奖励按份额一次付清，应付金额见 available。',
    'The amount is not what is to be paid of the award',
    'A share is paid whole; available is what is to be paid.',
  ),
  AWARD_PLAINTIFFS: entry(
    '奖励份额与原告不符',
    '本案每个符合条件的原告（见 plaintiffs）都应列明，且各列一次。',
    'The shares are not those of the plaintiffs',
    'Name every eligible plaintiff of the case once; they are under plaintiffs.',
  ),
  AWARD_RECALL_NOTHING: entry(
    '没有可以追回的奖励',
    '现有奖励 former 不高于重新计算的金额 now，无须调减。',
    'There is nothing of the award to recall',
    'former is what is awarded, and it is not above now, which its rule gives today.',
  ),
  AWARD_RETURN_EXCEEDED: entry(
    '退回金额超过应退回的奖励',
    '尚应退回的金额见 left。',
    'More is returned than is owed',
    'left is what is owed back still.',
  ),
  AWARD_USE_EXCEEDED: entry(
    '报告的使用金额超过已收到的奖励',
    '尚未报告使用的金额见 left。',
    'More is reported as used than was paid',
    'left is what of the award no report tells of yet.',
  ),
  AWARD_USE_YEAR: entry(
    '报告年度不正确',
    '报告年度应在 earliest 至 latest 之间。',
    'The year of the report is wrong',
    'It is between earliest, when the award was paid, and latest.',
  ),
  OBJECTION_DECIDED: entry(
    '该异议已有处理结果',
    '处理结果见 upheld，每项异议只处理一次。',
    'The objection is decided already',
    'Whether it was upheld is under upheld; an objection is decided once.',
  ),
  OBJECTION_LATE: entry(
    '异议不在公示期内',
    '异议应在 from 至 to 之间提出；期满后发现问题的，通过撤销奖励处理。',
    'The objection was not made during the notice',
    'One objects between from and to; what is found later leads to a recall of the award.',
  ),
  OBJECTION_OPEN: entry(
    '尚有异议未处理',
    '未处理的异议见 objections，全部处理完毕后才能报批。',
    'An objection is open',
    'Those that nobody has decided on are under objections; the award waits for them.',
  ),
} as const;
