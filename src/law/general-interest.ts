import { type BusinessDate, daysBetween } from '../calendar';
import { divideHalfUp, fen, type Fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { DayCount } from './delayed-interest';
import type { Explained } from './explanation';
import { type GeneralRate, YEARLY_PERCENT_PATTERN } from './general-rate';
import {
  balancesOf,
  type ClaimBalance,
  type ClaimItem,
  isCapped,
  outstandingOf,
} from './liability';
import { assertNotNegative } from './progressive-bands';

/** The day up to which general interest is reckoned, and how its days are counted. */
export interface GeneralUntil {
  readonly endOn: BusinessDate;
  readonly dayCount: DayCount;
}

const DAYS_OF_A_YEAR = 365;

/** Ten-thousandths of a percent. */
function tenThousandths(yearlyPercent: string): bigint {
  if (!YEARLY_PERCENT_PATTERN.test(yearlyPercent)) {
    throw new RangeError(`no yearly rate: ${yearlyPercent}`);
  }
  const [whole = '', decimals = ''] = yearlyPercent.split('.');
  return BigInt(whole + decimals.padEnd(4, '0'));
}

/**
 * General interest (一般债务利息) in fen: principal × yearly rate ÷ 365 × days, simple, rounded half up once. A stay
 * leaves no days out, and a leap year has one day more to count. `inclusive` adds one day when the end is after the
 * first day; none up to and on that day.
 * Source: 法释〔2014〕8号 art 1 (its method is the judgment's; 3(3) leaves out days of the doubled part alone); the
 * year of 365 days and the day count are defaults of the bureau.
 * @throws RangeError when the principal is negative or the rate is none.
 */
export function generalInterest(
  principal: Fen,
  { from, yearlyPercent }: GeneralRate,
  { endOn, dayCount }: GeneralUntil,
): Explained<{ days: number; interest: Fen }> {
  assertNotNegative('principal', principal);
  const between = endOn <= from ? 0 : daysBetween(from, endOn);
  const days = between > 0 && dayCount === 'inclusive' ? between + 1 : between;
  const interest = fen(
    divideHalfUp(
      principal * tenThousandths(yearlyPercent) * BigInt(days),
      1_000_000n * BigInt(DAYS_OF_A_YEAR),
    ),
  );
  return {
    value: { days, interest },
    explanation: {
      rule: 'general-interest',
      ruleVersion: '2014-08-01',
      articles: ['法释〔2014〕8号 art 1', '民法典 art 561 (in force 2021-01-01)', 'default'],
      inputs: { principal: formatYuan(principal), from, endOn, dayCount, yearlyPercent },
      steps: [
        { what: `days from ${from} to ${endOn}, day count ${dayCount}`, gives: String(days) },
        {
          what: `${formatYuan(principal)} × ${yearlyPercent} % ÷ ${DAYS_OF_A_YEAR} × ${days} days, rounded half up`,
          gives: formatYuan(interest),
        },
      ],
    },
  };
}

/**
 * General interest, in fen, on what is still outstanding of a balance, up to a day. Undefined where none can run:
 * the item is not owed yet, its judgment orders none, or nothing is outstanding.
 */
export function runningGeneral(
  item: ClaimItem,
  balance: ClaimBalance,
  until: GeneralUntil,
): Explained<{ days: number; interest: Fen }> | undefined {
  const outstanding = outstandingOf(balance);
  if (!item.active || item.general === undefined || outstanding === 0n) return undefined;
  return generalInterest(outstanding, item.general, until);
}

/**
 * General interest that is owed on a balance on a day, in fen: of what was paid and of what is outstanding, less
 * what came in for it. Never below zero: a payment may be of an earlier day than one that is recorded already.
 */
export function generalOwedOn(item: ClaimItem, balance: ClaimBalance, until: GeneralUntil): Fen {
  const { fixed = ZERO_FEN, received = ZERO_FEN } = balance.general ?? {};
  const running = runningGeneral(item, balance, until)?.value.interest ?? ZERO_FEN;
  const owed = fixed + running - received;
  return owed > 0n ? fen(owed) : ZERO_FEN;
}

/**
 * General interest that a debtor owes on an item on a day, in fen. Zero for a capped debtor, as with doubled
 * interest; a default of the bureau.
 */
export function generalOwed(item: ClaimItem, debtor: string, until: GeneralUntil): Fen {
  if (item.general === undefined || isCapped(item, debtor)) return ZERO_FEN;
  return sumFen(balancesOf(item, debtor).map((balance) => generalOwedOn(item, balance, until)));
}

/**
 * General interest, in fen, that stops to run because principal of a balance is paid on a day: what the outstanding
 * principal has borne until then, less what the rest of it has. So no fen is won or lost when it is paid in parts.
 */
export function generalFixedBy(
  item: ClaimItem,
  balance: ClaimBalance,
  principal: Fen,
  until: GeneralUntil,
): Fen | undefined {
  const { general } = item;
  if (general === undefined) return undefined;
  const outstanding = outstandingOf(balance);
  const borneBy = (amount: Fen): Fen => generalInterest(amount, general, until).value.interest;
  return subtractFen(borneBy(outstanding), borneBy(subtractFen(outstanding, principal)));
}
