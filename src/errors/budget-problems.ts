import { entry } from './problem-text';

/** Codes of budgets and of the calendar. */
export const BUDGET_PROBLEMS = {
  BUDGET_CHANGE_BARRED: entry(
    '该资金池不能办理这类预算变动',
    '损害赔偿支出专款专用，不作调整或调剂；制裁提取额度只由财政下达，不接受捐赠或利息。依据见 rule。',
    'The pool does not take this change of its budget',
    'Damage money is not moved between lines; the sanction quota is appropriated and takes no gifts or interest. See rule.',
  ),
  APPROPRIATION_NEEDS_CASE: entry(
    '损害赔偿支出须注明所属案件',
    '损害赔偿支出按案件专款专用；请选择已收到损害赔偿金、且按上缴国库方式管理的案件。',
    'Damage money is appropriated for a case',
    'Name the case whose damages it comes from; its damages go to the treasury, and not into a trust account.',
  ),
  BUDGET_CHANGE_UNEVEN: entry(
    '调增与调减金额不符合该类变动',
    '下达、捐赠和利息只调增；结转和结余上缴只调减；调剂须为一项调减、一项调增且金额相等；调整的调增不少于调减，超出部分不得大于池内未列预算的资金（outside）。',
    'What goes up and what goes down do not fit the change',
    'Appropriations, donations and interest only raise; carry-over and lapse only lower; a transfer lowers one line and raises another by the same; an adjustment raises at least what it lowers, and more only by what of the pool is in no line (outside).',
  ),
  BUDGET_EXCEEDED: entry(
    '金额超过预算可用数',
    '可用数见 available，差额见 missing。请调整金额，或先申请追加预算。',
    'The amount is more than the budget has left',
    'What is left is in available, what is missing in missing. Reduce the amount, or ask for more budget first.',
  ),
  BUDGET_LINE_TOO_LOW: entry(
    '调减金额超过该项预算的可用数',
    '已占用和已支出的部分不能调减，可用数见 available。请减少金额。',
    'The line has less left than is taken from it',
    'What is held or spent stays; what is left is in available. Take less.',
  ),
  BUDGET_YEAR_NOT_OPEN: entry(
    '该预算年度不能办理这项变动',
    '预算只在当年变动；未用完的资金只能结转到下一年，连续两年未用完的作为结余上缴（预算法第四十二条）。',
    'The change cannot be made for this budget year',
    'A budget changes in its own year. What is unspent is carried over into the next year only; what is unspent for two years lapses (预算法 art. 42).',
  ),
  CALENDAR_FILE_INVALID: entry(
    '日历文件有错误，未导入任何一行',
    '请按 faults 所列行号（pointer 为 /行号/列）逐一改正后重新导入。每行三列：日期（YYYY-MM-DD）、working 或 holiday、说明；文件须为 UTF-8 编码。',
    'The calendar file has faults; no row was taken',
    'Correct the rows in faults (pointer is /line/column) and import again. Three columns a row: day (YYYY-MM-DD), working or holiday, note; encoded in UTF-8.',
  ),
} as const;
