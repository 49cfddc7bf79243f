import type { MatchReason, OpenEntry, OpenLine } from '../bank-types';

const DAY_MS = 86_400_000;
/** Days between the bank's booking and ours at most, as for the suggestions. */
const MOST_DAYS = 15;

const plain = (text: string | null): string => (text ?? '').normalize('NFKC').replace(/\s/g, '');

const standsIn = (part: string | null, whole: string | null): boolean =>
  plain(part) !== '' && plain(whole).includes(plain(part));

const daysBetween = (one: string, other: string): number =>
  Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;

function reasonsOfPair(line: OpenLine, entry: OpenEntry): MatchReason[] {
  const days = daysBetween(line.on, entry.on);
  const reasons: readonly (readonly [MatchReason, boolean])[] = [
    ['same_amount', line.left === entry.left],
    ['same_day', days === 0],
    ['near_day', days > 0 && days <= MOST_DAYS],
    ['voucher_in_remark', standsIn(entry.voucher, line.remark)],
    ['case_in_remark', standsIn(entry.caseNumber, line.remark)],
    ['payee_in_summary', standsIn(line.counterparty, entry.summary)],
    ['serial_in_summary', standsIn(line.serial, entry.summary)],
  ];
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

/** Why an entry may belong to any of the lines; each reason once. */
export const reasonsFor = (lines: readonly OpenLine[], entry: OpenEntry): MatchReason[] => [
  ...new Set(lines.flatMap((line) => reasonsOfPair(line, entry))),
];

/** Words say more than days: a nearby day alone puts nothing first. */
export const weightOf = (reasons: readonly MatchReason[]): number =>
  reasons.filter((reason) => reason !== 'near_day').length * 2 +
  (reasons.includes('near_day') ? 1 : 0);
