import type { Bilingual } from '../errors';
import type { AllocationPart } from '../law';
import type { ChangeStep } from './change-steps';
import type { SpentOn } from './judgment-change.entity';

export const STEP_NAMES: Readonly<Record<ChangeStep['what'], Bilingual>> = {
  allocation_undone: { zh: '冲销原分配', en: 'Allocation undone' },
  overpayment_undone: { zh: '转回多收款', en: 'Overpayment taken in again' },
  write_off_reversed: { zh: '冲销坏账核销', en: 'Write-off reversed' },
  judgment_reversed: { zh: '冲销原判决', en: 'Former judgment reversed' },
  judgment_booked: { zh: '变更后判决入账', en: 'New judgment booked' },
  allocated: { zh: '重新分配', en: 'Allocated anew' },
  overpaid: { zh: '多收，待退还付款人', en: 'Overpaid, to be refunded to the payer' },
  moved_to_trust: { zh: '转入受托代理资产', en: 'Moved to the trust account' },
  moved_from_trust: { zh: '转回代管专户', en: 'Moved back to the custody account' },
  to_get_back: { zh: '已付出，待追回', en: 'Spent, to be got back' },
  awarded_beyond: { zh: '奖励超出变更后应得', en: 'Awarded beyond what the rule gives now' },
  write_off_to_decide: { zh: '仍有欠款的，核销须重新审批', en: 'Write-off to be decided again' },
};

export const PART_NAMES: Readonly<Record<AllocationPart['part'], Bilingual>> = {
  general_interest: { zh: '一般债务利息', en: 'General interest' },
  principal: { zh: '本金', en: 'Principal' },
  written_off: { zh: '已核销部分', en: 'Written off' },
  doubled_interest: { zh: '加倍部分债务利息', en: 'Doubled interest' },
};

export const SPENT_NAMES: Readonly<Record<SpentOn, Bilingual>> = {
  fund_replenishment: { zh: '已归还专项资金', en: 'Returned to the special fund' },
  cost_reimbursement: { zh: '已付组织自付成本', en: 'Paid to an organization for its own costs' },
  damages_remittance: { zh: '损害赔偿金已上缴国库', en: 'Damages remitted to the treasury' },
  interest_remittance: { zh: '迟延利息已上缴国库', en: 'Interest remitted to the treasury' },
  restoration: { zh: '已用于生态修复', en: 'Spent on restoration' },
  award: { zh: '奖励', en: 'Award' },
};
