/** Where the award of a case stands. */
export const AWARD_STATES = [
  'to_assess',
  'assessed',
  'in_notice',
  'objected',
  'notice_over',
  'approved',
  'paid',
  'to_return',
] as const;
export type AwardState = (typeof AWARD_STATES)[number];

/** What is known of the award of a case; days `YYYY-MM-DD`, amounts in fen. */
export interface AwardStanding {
  readonly today: string;
  /** Whether an assessment stands. */
  readonly isAssessed: boolean;
  /** The last day of its public notice; null without one. */
  readonly noticeUntil: string | null;
  readonly openObjections: number;
  /** Whether an award is in force, and what of it is not paid. */
  readonly award: { readonly unpaid: bigint } | null;
  /** What is owed back of awards that were recalled. */
  readonly owedBack: bigint;
}

/**
 * Where the award of a case stands: 待核定、已核定、公示中、有异议、公示期满、已批准待发放、已发放、待退回. What is owed back
 * comes before everything but an award in force; an objection before the notice that it was made in.
 */
export function awardState(of: AwardStanding): AwardState {
  const { award, owedBack, isAssessed, noticeUntil, openObjections, today } = of;
  if (award !== null) return award.unpaid > 0n ? 'approved' : owedBack > 0n ? 'to_return' : 'paid';
  if (owedBack > 0n) return 'to_return';
  if (!isAssessed) return 'to_assess';
  if (openObjections > 0) return 'objected';
  if (noticeUntil === null) return 'assessed';
  return today <= noticeUntil ? 'in_notice' : 'notice_over';
}
