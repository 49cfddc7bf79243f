import type { Bilingual } from '../errors';
import type { AllocationPart } from '../law';
import type { ReceiptKind } from '../recoveries';

export const RECEIPT_KIND_NAMES: Readonly<Record<ReceiptKind, Bilingual>> = {
  voluntary: { zh: '自动履行', en: 'Voluntary' },
  court_transfer: { zh: '法院划转', en: 'Transfer from the court' },
  auction: { zh: '拍卖所得', en: 'Out of an auction' },
};

export const PART_NAMES: Readonly<Record<AllocationPart['part'], Bilingual>> = {
  principal: { zh: '本金', en: 'Principal' },
  written_off: { zh: '已核销后收回', en: 'Written off before' },
  doubled_interest: { zh: '加倍迟延利息', en: 'Doubled interest' },
};
