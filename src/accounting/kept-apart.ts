import { DomainError } from '../errors';
import type { AccountKey, PostingLine } from '../ledger';

const FEES = '5901';
const SURPLUS = '3001';
const GIVEN = ['4603', '4604'];

/**
 * Against what each account of the workflows may be debited in one journal. What is not listed may not stand on the
 * two sides of one journal, so no money goes from one to the other. Pools are accounts of their own.
 *
 * Award pools grow by appropriations, gifts and interest of the bank, and by awards that come back; never by what
 * defendants paid (行政处罚法 art 74). What defendants paid goes to whom it is owed, damages never to awards or
 * advances (法释〔2015〕1号 art 24). Fees (5901) may be taken from every account at a bank.
 */
export const MAY_BE_DEBITED_AGAINST: Readonly<Record<string, readonly string[]>> = {
  '1002.02': ['1002.01', '1002.99', '1011:special_fund', '1218.06', '2103.01', '2307.03'],
  '1002.99': ['1002.01', '1002.02', '1218.04', '2103.02', '2307.02', '2307.04', '2901.01', '4609'],
  '1011:award_fund': ['4001.02', ...GIVEN, '1218.07'],
  '1011:damage_fund': ['4001.04', ...GIVEN, '5001.03'],
  '1011:sanction_quota': ['4001.03', '1218.07'],
  '1011:special_fund': ['4001.01', ...GIVEN, '1002.02', '1218.01', '1218.03', '1218.05'],
  '1218.01': ['1011:special_fund'],
  '1218.02': ['1218.01'],
  '1218.03': ['1218.01', '1218.02'],
  '1218.04': ['1002.99', '1218.02', '2307.02', '2307.03', '5301'],
  '1218.05': ['1011:special_fund'],
  '1218.06': ['2103.01', '2103.02', '2307.02', '2901.01'],
  '1218.07': ['5001.02'],
  '2103.01': ['1002.02', '1218.06', '2307.03'],
  '2103.02': ['1002.02', '1002.99', '1218.06', '2307.03'],
  '2307.01': ['1011:award_fund', '1011:sanction_quota', '5001.02'],
  '2307.02': ['1002.02', '1002.99', '1218.06', '2307.03'],
  '2307.03': ['1002.02', '1218.04', '2103.01', '2103.02', '2307.02', '2307.04', '2901.01', '4609'],
  '2307.04': ['1002.02', '1002.99', '2307.03'],
  '2901.01': ['1002.99', '1218.06', '2307.03'],
  [SURPLUS]: ['1011:award_fund', '1011:damage_fund', '1011:sanction_quota', '1011:special_fund'],
  '4609': ['1002.99', '2307.03'],
  '5001.01': ['1218.02', '1218.05'],
  '5001.02': ['2307.01'],
  '5001.03': ['1011:damage_fund'],
  '5301': ['1218.04'],
  [FEES]: [
    '1002.02',
    '1002.99',
    '1011:award_fund',
    '1011:damage_fund',
    '1011:sanction_quota',
    '1011:special_fund',
  ],
};

/** Accounts that stand above and may stand with any other that does not. */
const OPEN = new Set(['1002.01', SURPLUS, ...GIVEN, '4001.01', FEES]);

const LISTED = new Set([
  ...Object.keys(MAY_BE_DEBITED_AGAINST),
  ...Object.values(MAY_BE_DEBITED_AGAINST).flat(),
]);

/** Accounts that stand only with those that the list names, by code; of the quota by code and pool. */
export const KEPT_APART: ReadonlySet<string> = new Set([...LISTED].filter((one) => !OPEN.has(one)));

/** What the rule calls an account: its code, of the quota with its pool. */
export const nameKeptApart = ({ code, dimensions: [pool] }: AccountKey): string =>
  code === '1011' ? `${code}:${pool}` : code;

const mayStand = (debit: string, credit: string): boolean =>
  (!KEPT_APART.has(debit) && !KEPT_APART.has(credit)) ||
  MAY_BE_DEBITED_AGAINST[debit]?.includes(credit) === true;

/**
 * Refuses a journal that could take money of one purpose to another: every account that is debited must be one that
 * may stand against every account that is credited, and what is kept apart must be of one case. Memo lines carry no
 * money. A reversal is not asked: it swaps what was allowed. The database refuses the same (migration 0085).
 *
 * @throws DomainError ACCOUNTS_KEPT_APART with the accounts that may not stand together, or the cases
 */
export function requireKeptApart(lines: readonly PostingLine[]): void {
  const main = lines.filter(({ account }) => account.section === 'main');
  const namesOf = (side: readonly PostingLine[]): string[] => [
    ...new Set(side.map(({ account }) => nameKeptApart(account))),
  ];
  const credits = namesOf(main.filter(({ amount }) => amount < 0n));
  for (const debit of namesOf(main.filter(({ amount }) => amount > 0n))) {
    const credit = credits.find((each) => !mayStand(debit, each));
    if (credit !== undefined) {
      throw new DomainError('ACCOUNTS_KEPT_APART', 'refused', { debit, credit });
    }
  }
  const kept = main.filter(({ account }) => KEPT_APART.has(nameKeptApart(account)));
  const cases = new Set(kept.map(({ account }) => account.dimensions[1]).filter((id) => id !== ''));
  if (cases.size > 1)
    throw new DomainError('ACCOUNTS_KEPT_APART', 'refused', { cases: [...cases] });
}
