import type { AccountKey } from '../ledger';
import { type BankAccountCode, chart, type Pool } from './chart';

/** What a bank line may be without any workflow: a fee, interest, or what the bureau adds for a fee. */
export const BANK_CHARGES = ['fee', 'interest', 'cover'] as const;
export type BankCharge = (typeof BANK_CHARGES)[number];

/** What an account at a bank is kept by besides the bureau; undefined: by nothing. */
export const BANK_KEPT_BY: Readonly<Partial<Record<BankAccountCode, 'case' | 'pool'>>> = {
  '1002.02': 'case',
  '1002.99': 'case',
  '1011': 'pool',
};

/** Interest follows the money that bears it: what is kept for others is owed to them (民法典 321, 900). */
const INTEREST_OF: Readonly<Partial<Record<BankAccountCode, string>>> = {
  '1002.01': '4604',
  '1002.02': '2103.01',
  '1002.99': '2901.01',
};

/**
 * The accounts of a voucher for what a bank takes (5901) or gives by itself, and for what the bureau adds to money of
 * others because a fee was taken from it (1002.01); undefined where the account has nothing of the kind: the quota
 * bears no interest and is added to by appropriations only.
 */
export function bankCharge(
  bank: BankAccountCode,
  charge: BankCharge,
): { readonly debit: string; readonly credit: string } | undefined {
  if (charge === 'fee') return { debit: '5901', credit: bank };
  if (charge === 'cover') {
    return BANK_KEPT_BY[bank] === 'case' ? { debit: bank, credit: '1002.01' } : undefined;
  }
  const credit = INTEREST_OF[bank];
  return credit === undefined ? undefined : { debit: bank, credit };
}

const OF_CASE: ReadonlyMap<string, (caseId: string) => AccountKey> = new Map([
  ['1002.02', (caseId: string) => chart.custodyBank(caseId)],
  ['1002.99', (caseId: string) => chart.trustBank(caseId)],
  ['2103.01', (caseId: string) => chart.damagesForTreasury(caseId)],
  ['2901.01', (caseId: string) => chart.damagesInTrust(caseId)],
]);

/** What a line of a charge on such an account names; nothing on other accounts. */
export function dimensionsOfCharge(
  code: string,
  { case: caseId, pool }: { readonly case?: string | undefined; readonly pool?: Pool | undefined },
): { readonly case?: string; readonly pool?: Pool } {
  if (OF_CASE.has(code)) return caseId === undefined ? {} : { case: caseId };
  return code === '1011' && pool !== undefined ? { pool } : {};
}

/** The account of a line of a charge, where general vouchers may not name it otherwise. */
export function accountOfCharge(
  code: string,
  { case: caseId, pool }: { readonly case?: string | undefined; readonly pool?: Pool | undefined },
): AccountKey | undefined {
  if (code === '1011') return pool && chart.quota(pool);
  return caseId === undefined ? undefined : OF_CASE.get(code)?.(caseId);
}
