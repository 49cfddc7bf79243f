import type { Bilingual } from '../errors';
import type { AllocationPart, ItemKind } from '../law';
import type { ReceiptKind } from '../recoveries';

export const RECEIPT_KIND_NAMES: Readonly<Record<ReceiptKind, Bilingual>> = {
  voluntary: { zh: '自动履行', en: 'Voluntary' },
  court_transfer: { zh: '法院划转', en: 'Transfer from the court' },
  auction: { zh: '拍卖所得', en: 'Out of an auction' },
};

export const PART_NAMES: Readonly<Record<AllocationPart['part'], Bilingual>> = {
  general_interest: { zh: '一般债务利息', en: 'General interest' },
  principal: { zh: '本金', en: 'Principal' },
  written_off: { zh: '已核销后收回', en: 'Written off before' },
  doubled_interest: { zh: '加倍迟延利息', en: 'Doubled interest' },
};

export const ITEM_KIND_NAMES: Readonly<Record<ItemKind, Bilingual>> = {
  fund_costs: { zh: '专项资金垫付的诉讼成本', en: 'Costs that the fund advanced' },
  organization_costs: { zh: '社会组织自付的诉讼成本', en: 'An organization’s own costs' },
  restoration: { zh: '生态环境修复费用', en: 'Restoration' },
  emergency: { zh: '应急处置费用', en: 'Emergency measures' },
  service_loss: { zh: '期间服务功能损失', en: 'Loss of services' },
  permanent_loss: { zh: '永久性损害损失', en: 'Permanent loss' },
  penal: { zh: '惩罚性赔偿', en: 'Penal damages' },
};
