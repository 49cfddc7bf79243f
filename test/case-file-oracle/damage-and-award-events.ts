import { requireEligible } from './advance-events';
import type { EventOf, Outcome } from './format';
import { halfUp, least, proRata, total, weightsOf } from './figures';
import { damagesOrdered } from './judgment-events';
import { amountOf, available, type Award, find, post, refuse, refuseIf, type State } from './state';

const PERMITTED_USES = [
  'removal_or_control_of_pollution',
  'restoration_plan_and_works',
  'substitute_restoration',
  'monitoring_and_supervision',
  'acceptance_and_effect_evaluation',
  'investigation_appraisal_assessment',
  'other_restoration_at_place_of_damage',
];

export function remitDamages(state: State, event: EventOf<'damage.remit'>): void {
  const amount = amountOf(event.amount);
  refuseIf(state.route === 'trust_account', 'REMIT_EXCEEDS_RECEIVED');
  refuseIf(amount > state.damagesReceived - state.damagesRemitted, 'REMIT_EXCEEDS_RECEIVED');
  state.damagesRemitted += amount;
  post(state, '2103.01', '1002.02', amount);
}

/** Damages received, with their interest on the trust route (elsewhere there is none). */
const damageMoney = (state: State): bigint => state.damagesReceived + state.trustInterest;

export function plan(state: State, event: EventOf<'damage.plan'>): void {
  const amount = amountOf(event.amount);
  refuseIf(state.plans.has(event.ref), 'DUPLICATE_REF');
  const planned = total([...state.plans.values()].map((other) => other.amount));
  refuseIf(planned + amount > damageMoney(state), 'PLAN_EXCEEDS_RECEIVED');
  const ratios = event.milestones ?? ['0.30', '0.40', '0.20', '0.10'];
  state.plans.set(event.ref, {
    amount,
    milestones: proRata(amount, weightsOf(ratios)),
    paidMilestones: 0,
    minutes: false,
    acceptance: false,
    effectEvaluation: false,
  });
}

export function minutes(state: State, event: EventOf<'damage.minutes'>): void {
  const found = find(state.plans, event.plan);
  refuseIf(amountOf(event.amount) < found.amount, 'MINUTES_AMOUNT_TOO_LOW');
  found.minutes = true;
}

export function report(state: State, event: EventOf<'damage.report'>): void {
  const found = find(state.plans, event.plan);
  if (event.kind === 'acceptance') found.acceptance = true;
  else found.effectEvaluation = true;
}

export function damagePaid(state: State): bigint {
  return total(
    [...state.plans.values()].flatMap(({ milestones, paidMilestones }) =>
      milestones.slice(0, paidMilestones),
    ),
  );
}

export function payMilestone(state: State, event: EventOf<'damage.pay'>): void {
  const found = find(state.plans, event.plan);
  refuseIf(!found.minutes, 'MINUTES_REQUIRED');
  refuseIf(!PERMITTED_USES.includes(event.purpose), 'PURPOSE_NOT_PERMITTED');
  const { milestones, paidMilestones } = found;
  refuseIf(
    event.milestone !== paidMilestones + 1 || event.milestone > milestones.length,
    'MILESTONE_ORDER',
  );
  const last = event.milestone === milestones.length;
  refuseIf(last && !(found.acceptance && found.effectEvaluation), 'ACCEPTANCE_MISSING');
  const amount = milestones[paidMilestones] ?? 0n;
  const treasury = state.route === 'treasury';
  const there = treasury ? available(state, 'damage_fund') : damageMoney(state) - damagePaid(state);
  refuseIf(amount > there, 'INSUFFICIENT_FUNDS');
  found.paidMilestones += 1;
  if (treasury) {
    state.pools.damage_fund.spent += amount;
    post(state, '5001.03', '1011', amount);
  } else {
    post(state, '2901.01', '1002.99', amount);
  }
}

export function sanction(state: State, event: EventOf<'sanction'>): void {
  state.sanctions.push({ amountPaid: amountOf(event.amountPaid), grade: event.grade });
}

export function award(state: State, event: EventOf<'award'>): void {
  refuseIf(state.award !== null, 'ALREADY_AWARDED');
  const judgment = [...state.judgments.values()].at(-1);
  if (judgment === undefined) refuse('AWARD_PRECONDITION');
  for (const { category, paid, settled, returned } of state.advances.values()) {
    if (category === 'acceptance_fee') continue;
    refuseIf(paid !== settled + returned, 'AWARD_PRECONDITION');
  }
  requireEligible(
    state,
    event.plaintiffs.map(({ ref }) => ref),
  );
  const { fromSanctionQuota, fromAwardFund } = awardAmounts(state, judgment);
  const amount = fromSanctionQuota + fromAwardFund;
  refuseIf(amount === 0n, 'AWARD_PRECONDITION');
  refuseIf(fromSanctionQuota > available(state, 'sanction_quota'), 'INSUFFICIENT_FUNDS');
  refuseIf(fromAwardFund > available(state, 'award_fund'), 'INSUFFICIENT_FUNDS');
  const parts = proRata(amount, weightsOf(event.plaintiffs.map(({ share }) => share ?? '1')));
  state.pools.sanction_quota.reserved += fromSanctionQuota;
  state.pools.award_fund.reserved += fromAwardFund;
  state.award = {
    base: state.damagesReceived,
    fromSanctionQuota,
    fromAwardFund,
    sanctionLeft: fromSanctionQuota,
    shares: event.plaintiffs.map(({ ref }, index) => ({
      organization: ref,
      amount: parts[index] ?? 0n,
      paid: false,
    })),
  };
  post(state, '5001.02', '2307.01', amount);
}

const CAP = 200_000_00n;

/** The outcome factor as a fraction; null where the amount is fixed. */
function factorOf(
  state: State,
  judgment: { outcome: Outcome; claimed: bigint | null },
): readonly [bigint, bigint] | null {
  switch (judgment.outcome) {
    case 'win':
      return [1n, 1n];
    case 'mediation':
      return [80n, 100n];
    case 'partial_win': {
      const claimed = judgment.claimed ?? 1n;
      return [least(damagesOrdered(state), claimed), claimed];
    }
    case 'loss':
    case 'dismissed':
      return [0n, 1n];
    case 'injunction_only_win':
    case 'withdrawn_claims_realized':
      return null;
  }
}

function awardAmounts(
  state: State,
  judgment: { outcome: Outcome; claimed: bigint | null },
): Pick<Award, 'fromSanctionQuota' | 'fromAwardFund'> {
  const factor = factorOf(state, judgment);
  if (factor !== null && factor[0] === 0n) return { fromSanctionQuota: 0n, fromAwardFund: 0n };
  const percent = { 1: 4n, 2: 3n, 3: 2n };
  const sanctions = state.sanctions.map(({ amountPaid, grade }) => amountPaid * percent[grade]);
  const fromSanctionQuota = least(halfUp(total(sanctions), 100n), CAP);
  const fixed = judgment.outcome === 'injunction_only_win' ? 20_000_00n : 10_000_00n;
  const part = factor === null ? fixed : awardFundPart(state.damagesReceived, factor);
  return { fromSanctionQuota, fromAwardFund: least(part, CAP - fromSanctionQuota) };
}

function awardFundPart(base: bigint, [numerator, denominator]: readonly [bigint, bigint]): bigint {
  if (base === 0n) return 0n;
  const between = (from: bigint, to: bigint) =>
    base <= from ? 0n : (base < to ? base : to) - from;
  const perMille =
    30n * between(0n, 1_000_000_00n) +
    20n * between(1_000_000_00n, 5_000_000_00n) +
    10n * between(5_000_000_00n, 20_000_000_00n) +
    2n * between(20_000_000_00n, base + 20_000_000_00n);
  const rounded = halfUp(perMille * numerator, 1000n * denominator);
  const floored = rounded < 5_000_00n ? 5_000_00n : rounded;
  return least(floored, CAP);
}

export function payAward(state: State, event: EventOf<'award.pay'>): void {
  const { award: decided } = state;
  if (decided === null) refuse('AWARD_PRECONDITION');
  const part = decided.shares.find(({ organization }) => organization === event.organization);
  if (part === undefined) refuse('NOT_FOUND');
  refuseIf(part.paid, 'ALREADY_PAID');
  part.paid = true;
  const fromSanction = least(part.amount, decided.sanctionLeft);
  decided.sanctionLeft -= fromSanction;
  state.pools.sanction_quota.reserved -= fromSanction;
  state.pools.sanction_quota.spent += fromSanction;
  state.pools.award_fund.reserved -= part.amount - fromSanction;
  state.pools.award_fund.spent += part.amount - fromSanction;
  post(state, '2307.01', '1011', part.amount);
}
