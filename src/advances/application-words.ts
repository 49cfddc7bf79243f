import type { Language } from '../errors';
import type { CostCategory } from '../law';
import type { PaperKind } from './advance-paper.entity';

type Words = Readonly<Record<Language, string>>;

/** What costs are called. */
export const CATEGORY_NAMES: Readonly<Record<CostCategory, Words>> = {
  investigation: { zh: '调查取证费', en: 'Investigation' },
  testing: { zh: '检测费', en: 'Testing' },
  appraisal: { zh: '鉴定费', en: 'Appraisal' },
  assessment: { zh: '评估费', en: 'Assessment' },
  expert: { zh: '专家费', en: 'Experts' },
  lawyer: { zh: '律师费', en: 'Lawyers' },
  travel: { zh: '差旅费', en: 'Travel' },
  acceptance_fee: { zh: '案件受理费', en: 'Acceptance fee' },
  preservation_fee: { zh: '保全申请费', en: 'Preservation fee' },
  announcement: { zh: '公告费', en: 'Announcements' },
  notary: { zh: '公证费', en: 'Notary' },
  copying: { zh: '复印费', en: 'Copying' },
  translation: { zh: '翻译费', en: 'Translation' },
  other: { zh: '其他', en: 'Other' },
};

/** What the documents of a cost are called. */
export const PAPER_NAMES: Readonly<Record<PaperKind, Words>> = {
  quotation: { zh: '报价单', en: 'Quotation' },
  contract: { zh: '合同', en: 'Contract' },
  court_notice: { zh: '法院缴费通知书', en: 'Court’s notice' },
  other: { zh: '其他', en: 'Other' },
};

/** Said where the court's notice names another fee than the tariff. */
export const tariffWarning = (notice: string, tariff: string): Words => ({
  zh: `法院通知的受理费 ${notice} 元，按收费标准计算为 ${tariff} 元，请核对`,
  en: `The court’s notice says ${notice} yuan, the tariff gives ${tariff} yuan: please check`,
});
