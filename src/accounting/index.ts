export {
  accountOfCharge,
  BANK_CHARGES,
  BANK_KEPT_BY,
  type BankCharge,
  bankCharge,
  dimensionsOfCharge,
} from './bank-charges';
export {
  ACCOUNT_NAMES,
  BANK_ACCOUNT_CODES,
  type BankAccountCode,
  accountsOpenToVouchers,
  chart,
  CLEARED_BY,
  isAccountCode,
  openToVouchers,
  POOL_NAMES,
  type Pool,
  POOLS,
} from './chart';
export { damageAccounts } from './damage-accounts';
export { requireKeptApart } from './kept-apart';
export { evidenceOf, post, reverse } from './post';
export * as facts from './facts';
export type { AwardPart, DamageRoute, JournalDraft, OrderedItem } from './templates';
