import type { Bilingual } from '../errors';
import type { BudgetCategory, BudgetChangeKind } from '../law';

/** What people call the lines of a budget. */
export const CATEGORY_NAMES: Readonly<Record<BudgetCategory, Bilingual>> = {
  investigation: { zh: '调查取证费', en: 'Investigation' },
  testing: { zh: '检验检测费', en: 'Testing' },
  appraisal: { zh: '鉴定费', en: 'Appraisal' },
  assessment: { zh: '评估费', en: 'Assessment' },
  expert: { zh: '专家费', en: 'Experts' },
  lawyer: { zh: '律师费', en: 'Lawyers' },
  travel: { zh: '差旅费', en: 'Travel' },
  acceptance_fee: { zh: '案件受理费', en: 'Acceptance fees' },
  preservation_fee: { zh: '保全申请费', en: 'Preservation fees' },
  announcement: { zh: '公告费', en: 'Announcements' },
  notary: { zh: '公证费', en: 'Notaries' },
  copying: { zh: '复印费', en: 'Copying' },
  translation: { zh: '翻译费', en: 'Translation' },
  other: { zh: '其他费用', en: 'Other costs' },
  whole: { zh: '全部用途', en: 'All uses' },
};

/** What people call the changes of a budget. */
export const CHANGE_NAMES: Readonly<Record<BudgetChangeKind, Bilingual>> = {
  appropriation: { zh: '下达预算', en: 'Appropriation' },
  adjustment: { zh: '预算调整', en: 'Adjustment' },
  transfer: { zh: '科目间调剂', en: 'Transfer between lines' },
  donation: { zh: '捐赠收入', en: 'Donation' },
  interest: { zh: '银行利息', en: 'Bank interest' },
  carry_over: { zh: '结转下年', en: 'Carry-over' },
  lapse: { zh: '结余上缴', en: 'Lapse' },
};
