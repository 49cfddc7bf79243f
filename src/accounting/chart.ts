import type { AccountKey } from '../ledger';

/** The pools, in the order of the statement. */
export const POOLS = ['special_fund', 'award_fund', 'sanction_quota', 'damage_fund'] as const;

/** Money that is kept apart (资金池): a dimension of the budget quota account. */
export type Pool = (typeof POOLS)[number];

/** What people call the pools. */
export const POOL_NAMES: Readonly<Record<Pool, { readonly zh: string; readonly en: string }>> = {
  special_fund: { zh: '专项资金', en: 'special fund' },
  award_fund: { zh: '奖励基金', en: 'award fund' },
  sanction_quota: { zh: '制裁提取额度', en: 'sanction quota' },
  damage_fund: { zh: '损害赔偿支出', en: 'damage fund' },
};

/** Names of the chart: 政府会计制度 (财会〔2017〕25号), with our sub-codes; M accounts are 备查. */
export const ACCOUNT_NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
  {
    '1002.01': { zh: '银行存款—基本户', en: 'Bank: basic account' },
    '1002.02': { zh: '银行存款—代管专户', en: 'Bank: custody account' },
    '1002.99': { zh: '银行存款—受托代理资产', en: 'Bank: trust assets' },
    '1011': { zh: '零余额账户用款额度', en: 'Budget quota' },
    '1218.01': { zh: '其他应收款—垫付待结算', en: 'Advances to be settled' },
    '1218.02': { zh: '其他应收款—垫付已结算待判', en: 'Advances settled, awaiting judgment' },
    '1218.03': { zh: '其他应收款—应退回余款', en: 'Surplus to be returned' },
    '1218.04': { zh: '其他应收款—应收被告诉讼成本', en: 'Costs owed by defendants' },
    '1218.05': { zh: '其他应收款—应收法院退费', en: 'Court fees to be refunded' },
    '1218.06': {
      zh: '其他应收款—应追回已付款项',
      en: 'Money paid out, to be got back after a changed judgment',
    },
    '1218.07': { zh: '其他应收款—应退回奖励', en: 'Awards to be returned' },
    '1218.09': { zh: '其他应收款—其他往来', en: 'Other receivables' },
    '2103.01': { zh: '应缴财政款—损害赔偿', en: 'Payable to treasury: damages' },
    '2103.02': {
      zh: '应缴财政款—迟延利息',
      en: 'Payable to treasury: delayed-performance interest',
    },
    '2307.01': { zh: '其他应付款—应付奖励', en: 'Awards payable' },
    '2307.02': { zh: '其他应付款—应付组织自付成本', en: "Organizations' own costs payable" },
    '2307.03': { zh: '其他应付款—待分配执行款', en: 'Receipts to be allocated' },
    '2307.04': { zh: '其他应付款—多收待退', en: 'Overpayments to be refunded' },
    '2307.09': { zh: '其他应付款—待查款项', en: 'Suspense: money to be identified' },
    '2901.01': { zh: '受托代理负债—损害赔偿', en: 'Trust liability: damages' },
    '3001': { zh: '累计盈余', en: 'Accumulated surplus' },
    '4001.01': { zh: '财政拨款收入—专项资金', en: 'Appropriation: special fund' },
    '4001.02': { zh: '财政拨款收入—奖励基金', en: 'Appropriation: award fund' },
    '4001.03': { zh: '财政拨款收入—制裁提取额度', en: 'Appropriation: sanction quota' },
    '4001.04': { zh: '财政拨款收入—损害赔偿支出', en: 'Appropriation: damage fund' },
    '4603': { zh: '捐赠收入', en: 'Donations' },
    '4604': { zh: '利息收入', en: 'Bank interest' },
    '4609': { zh: '其他收入', en: 'Other income' },
    '5001.01': { zh: '业务活动费用—公益诉讼支持费', en: 'Litigation support borne by the fund' },
    '5001.02': { zh: '业务活动费用—公益诉讼奖励', en: 'Awards' },
    '5001.03': { zh: '业务活动费用—生态修复支出', en: 'Restoration' },
    '5101': { zh: '单位管理费用', en: 'Administration' },
    '5301': { zh: '资产处置费用', en: 'Debts written off' },
    '5901': { zh: '其他费用', en: 'Bank fees and other expenses' },
    M0: { zh: '备查对应科目', en: 'Memo: counterpart' },
    M1: { zh: '备查—判决应收损害赔偿', en: 'Memo: damages owed under judgments' },
    M2: { zh: '备查—附条件判决义务', en: 'Memo: conditional obligations' },
    M4: { zh: '备查—已核销', en: 'Memo: debts written off' },
    M6: {
      zh: '备查—他案损害赔偿金负担的必要费用',
      en: 'Memo: costs that damage money of another case bears',
    },
  };

/**
 * Accounts that money only passes through: what is on one waits for something that must happen, and then it is back at
 * zero. What defendants owe has its ageing of its own, and what is held in trust stays until it is restored.
 */
export const CLEARED_BY: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  '1218.01': {
    zh: '报送并核销票据，或退回余款',
    en: 'Receipts are settled, or the surplus returned',
  },
  '1218.02': { zh: '判决确定由谁承担', en: 'The judgment says who bears it' },
  '1218.03': { zh: '组织退回余款', en: 'The organization returns the surplus' },
  '1218.05': { zh: '法院退还受理费', en: 'The court refunds the acceptance fee' },
  '1218.07': { zh: '组织退回奖励', en: 'The organization returns the award' },
  '1218.09': { zh: '收回款项，或以凭证结清', en: 'The money comes back, or a voucher settles it' },
  '2103.01': { zh: '损害赔偿金上缴国库', en: 'Damages are remitted to the treasury' },
  '2103.02': { zh: '迟延利息上缴国库', en: 'Interest is remitted to the treasury' },
  '2307.01': { zh: '支付奖励', en: 'The award is paid' },
  '2307.02': { zh: '支付组织自付成本', en: 'The organization is paid its own costs' },
  '2307.03': {
    zh: '分配执行款（到账后自动完成）',
    en: 'The receipt is allocated, which follows by itself',
  },
  '2307.04': { zh: '退还多收款', en: 'The overpayment is sent back' },
  '2307.09': {
    zh: '查明来源后以凭证转出',
    en: 'What it is is found out, and a voucher moves it there',
  },
};

/** Accounts of the books that stand for an account at a bank, and for the quota that an agent bank keeps. */
export const BANK_ACCOUNT_CODES = ['1011', '1002.01', '1002.02', '1002.99'] as const;
export type BankAccountCode = (typeof BANK_ACCOUNT_CODES)[number];

/** Dimension values of an account, by what our features mean by them. */
interface Dimensions {
  readonly pool?: Pool;
  readonly caseId?: string;
  /** Reference of an organization or a defendant. */
  readonly party?: string;
  /** Reference of an advance item or a judgment item. */
  readonly item?: string;
}

function key(
  code: string,
  side: 1 | -1,
  mayGoBelowZero: boolean,
  { pool = '' as never, caseId = '', party = '', item = '' }: Dimensions = {},
): AccountKey {
  return {
    code,
    dimensions: [pool, caseId, party, item],
    side,
    section: code.startsWith('M') ? 'memo' : 'main',
    floor: mayGoBelowZero ? null : 0n,
  };
}

const APPROPRIATIONS: Readonly<Record<Pool, string>> = {
  special_fund: '4001.01',
  award_fund: '4001.02',
  sanction_quota: '4001.03',
  damage_fund: '4001.04',
};

/** Every account the templates use; no other place in the code names an account code. */
export const chart = {
  quota: (pool: Pool) => key('1011', 1, false, { pool }),
  appropriation: (pool: Pool) => key(APPROPRIATIONS[pool], -1, true),
  custodyBank: (caseId: string) => key('1002.02', 1, false, { caseId }),
  trustBank: (caseId: string) => key('1002.99', 1, false, { caseId }),
  advanceUnsettled: (caseId: string, item: string) => key('1218.01', 1, false, { caseId, item }),
  advanceSettled: (caseId: string) => key('1218.02', 1, false, { caseId }),
  surplusDue: (caseId: string, item: string) => key('1218.03', 1, false, { caseId, item }),
  costsOwed: (caseId: string, item: string) => key('1218.04', 1, false, { caseId, item }),
  courtFee: (caseId: string, item: string) => key('1218.05', 1, false, { caseId, item }),
  spentToRecover: (caseId: string, party: string) => key('1218.06', 1, false, { caseId, party }),
  awardToReturn: (pool: Pool, caseId: string, party: string) =>
    key('1218.07', 1, false, { pool, caseId, party }),
  damagesForTreasury: (caseId: string) => key('2103.01', -1, false, { caseId }),
  interestForTreasury: (caseId: string) => key('2103.02', -1, false, { caseId }),
  awardPayable: (caseId: string, party: string) => key('2307.01', -1, false, { caseId, party }),
  organizationCosts: (caseId: string, party: string) =>
    key('2307.02', -1, false, { caseId, party }),
  unallocated: (caseId: string) => key('2307.03', -1, false, { caseId }),
  overpaid: (caseId: string, party: string) => key('2307.04', -1, false, { caseId, party }),
  damagesInTrust: (caseId: string) => key('2901.01', -1, false, { caseId }),
  donations: (party: string) => key('4603', -1, true, { party }),
  bankInterest: () => key('4604', -1, true),
  accumulatedSurplus: () => key('3001', -1, true),
  otherIncome: (caseId: string) => key('4609', -1, true, { caseId }),
  litigationSupport: (caseId: string) => key('5001.01', 1, true, { caseId }),
  awards: (pool: Pool, caseId: string) => key('5001.02', 1, true, { pool, caseId }),
  restoration: (caseId: string) => key('5001.03', 1, true, { caseId }),
  writtenOffExpense: (caseId: string) => key('5301', 1, true, { caseId }),
  memo: {
    counterpart: (caseId: string) => key('M0', -1, true, { caseId }),
    damagesOwed: (caseId: string, item: string) => key('M1', 1, false, { caseId, item }),
    conditional: (caseId: string, item: string) => key('M2', 1, false, { caseId, item }),
    writtenOff: (caseId: string, item: string) => key('M4', 1, false, { caseId, item }),
    costsBorne: (caseId: string, party: string) => key('M6', 1, false, { caseId, party }),
  },
} as const;

/** Dimension values as a general voucher gives them, by their names on the wire. */
type NamedDimensions = Readonly<
  Partial<Record<'pool' | 'case' | 'party' | 'item', string | undefined>>
>;

/** An account that general vouchers may name. */
interface OpenAccount {
  /** The dimensions that it is kept by. */
  readonly needs: readonly (keyof NamedDimensions)[];
  readonly of: (dimensions: NamedDimensions) => AccountKey;
}

const plain = (code: string, side: 1 | -1, mayGoBelowZero: boolean): [string, OpenAccount] => [
  code,
  { needs: [], of: () => key(code, side, mayGoBelowZero) },
];
const byParty = (code: string, side: 1 | -1, mayGoBelowZero: boolean): [string, OpenAccount] => [
  code,
  { needs: ['party'], of: ({ party = '' }) => key(code, side, mayGoBelowZero, { party }) },
];

/**
 * The accounts that general vouchers may name: the bureau's own bank account, dealings with others,
 * opening balances, and income and expenses of no case. Pools, claims, damages and awards belong to
 * the workflows, which keep their limits; a voucher must not be a way around them.
 */
const OPEN_TO_VOUCHERS: ReadonlyMap<string, OpenAccount> = new Map([
  plain('1002.01', 1, false),
  byParty('1218.09', 1, false),
  byParty('2307.09', -1, false),
  plain('3001', -1, true),
  byParty('4603', -1, true),
  plain('4604', -1, true),
  plain('5101', 1, true),
  plain('5901', 1, true),
]);

/** Whether the code stands in the chart. */
export const isAccountCode = (code: string): boolean => Object.hasOwn(ACCOUNT_NAMES, code);

/** The account of a code, where general vouchers may name it; `needs` are its dimensions. */
export const openToVouchers = (code: string): OpenAccount | undefined => OPEN_TO_VOUCHERS.get(code);

/** The codes that general vouchers may name, in the order of the chart, with the dimensions they need. */
export const accountsOpenToVouchers = (): {
  readonly code: string;
  readonly needs: OpenAccount['needs'];
}[] => [...OPEN_TO_VOUCHERS].map(([code, { needs }]) => ({ code, needs }));
