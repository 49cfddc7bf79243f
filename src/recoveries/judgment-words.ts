import type { Bilingual } from '../errors';
import type { ItemKind, LiabilityMode, Outcome } from '../law';
import type { Security } from './deferral.entity';

export const OUTCOME_NAMES: Readonly<Record<Outcome, Bilingual>> = {
  win: { zh: '胜诉', en: 'Won' },
  partial_win: { zh: '部分胜诉', en: 'Partly won' },
  mediation: { zh: '调解结案', en: 'Settled' },
  loss: { zh: '败诉', en: 'Lost' },
  dismissed: { zh: '驳回起诉', en: 'Dismissed on procedure' },
  injunction_only_win: { zh: '胜诉（无金钱给付）', en: 'Won, no money ordered' },
  withdrawn_claims_realized: {
    zh: '诉讼请求全部实现后撤诉',
    en: 'Withdrawn, every claim realized',
  },
};

export const ITEM_NAMES: Readonly<Record<ItemKind, Bilingual>> = {
  fund_costs: { zh: '垫付诉讼成本', en: 'Costs advanced by the fund' },
  organization_costs: { zh: '组织自付成本', en: 'Own costs of an organization' },
  restoration: { zh: '生态环境修复费用', en: 'Restoration cost' },
  emergency: { zh: '应急处置费用', en: 'Emergency cost' },
  service_loss: { zh: '期间服务功能损失', en: 'Interim service-function loss' },
  permanent_loss: { zh: '永久性损害损失', en: 'Permanent loss' },
  penal: { zh: '惩罚性赔偿', en: 'Penal damages' },
};

export const MODE_NAMES: Readonly<Record<LiabilityMode, Bilingual>> = {
  sole: { zh: '单独责任', en: 'Sole' },
  joint: { zh: '连带责任', en: 'Joint and several' },
  several: { zh: '按份责任', en: 'Several' },
  joint_capped: { zh: '限额连带责任', en: 'Joint up to a cap' },
};

export const FEE_NAMES = {
  court: { zh: '法院退还', en: 'Refunded by the court' },
  defendant: { zh: '被告直接支付', en: 'Paid by the defendant' },
} as const;

export const SECURITY_NAMES: Readonly<Record<Security, Bilingual>> = {
  guarantor: { zh: '保证人', en: 'Guarantor' },
  collateral: { zh: '担保财产', en: 'Collateral' },
};

export const YES: Bilingual = { zh: '是', en: 'Yes' };
export const NO: Bilingual = { zh: '否', en: 'No' };
