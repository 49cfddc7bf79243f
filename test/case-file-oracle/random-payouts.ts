import { least, shown, total } from './figures';
import { anyAmount, written } from './random-amounts';
import { type Likely, type Made, newRef, refTo, type Scene, upTo } from './scene';
import { available, type Plan, type State } from './state';

const PURPOSES = [
  'removal_or_control_of_pollution',
  'restoration_plan_and_works',
  'substitute_restoration',
  'monitoring_and_supervision',
  'acceptance_and_effect_evaluation',
  'investigation_appraisal_assessment',
  'other_restoration_at_place_of_damage',
];

/** What the next milestone of some plan costs, if one is left. */
function nextMilestone({ plans }: State): bigint {
  const next = [...plans.values()].flatMap(({ milestones, paidMilestones }) =>
    milestones.slice(paidMilestones, paidMilestones + 1),
  );
  return next.find((amount) => amount > 0n) ?? 0n;
}

/** What the damage fund lacks for it on the treasury route. */
function missingForMilestone(state: State): bigint {
  const missing = nextMilestone(state) - available(state, 'damage_fund');
  return state.route === 'treasury' && missing > 0n ? missing : 0n;
}

function appropriation(scene: Scene): Made {
  const { dice, state } = scene;
  const missing = missingForMilestone(state);
  const pools = ['special_fund', 'award_fund', 'sanction_quota', 'damage_fund'] as const;
  const pool = missing > 0n && dice.chance(60) ? 'damage_fund' : dice.pick(pools);
  const usual = {
    special_fund: [60_000_00n, 200_000_00n, 600_000_00n, 900_000_00n],
    award_fund: [5_000_00n, 20_000_00n, 200_000_00n],
    sanction_quota: [1_00n, 4_000_00n, 200_000_00n],
    damage_fund: missing > 1n ? [missing, missing, missing - 1n] : [100_000_00n],
  };
  const amount = dice.chance(75)
    ? shown(least(dice.pick(usual[pool]), 999_999_999_999_999n))
    : upTo(scene, anyAmount(dice));
  return { type: 'appropriation', pool, amount };
}

function refundOverpayment(scene: Scene): Made {
  const { dice, file, state } = scene;
  const overpaid = [...state.overpaid].filter(([, amount]) => amount > 0n).map(([ref]) => ref);
  const to =
    overpaid.length > 0 && dice.chance(90) ? dice.pick(overpaid) : dice.pick(file.defendants).ref;
  return { type: 'refund_overpayment', to, amount: upTo(scene, state.overpaid.get(to) ?? 0n) };
}

function reimburse(scene: Scene): Made {
  const { dice, file, state } = scene;
  const funded = [...state.organizationMoney].filter(([, money]) => money > 0n).map(([ref]) => ref);
  const organization =
    funded.length > 0 && dice.chance(90) ? dice.pick(funded) : dice.pick(file.organizations).ref;
  const amount = upTo(scene, state.organizationMoney.get(organization) ?? 0n);
  return { type: 'organization.reimburse', organization, amount };
}

const replenish = (scene: Scene): Made => ({
  type: 'fund.replenish',
  amount: upTo(scene, scene.state.costsRecovered - scene.state.replenished),
});

const remitDamages = (scene: Scene): Made => ({
  type: 'damage.remit',
  amount: upTo(scene, scene.state.damagesReceived - scene.state.damagesRemitted),
});

const remitInterest = (scene: Scene): Made => ({
  type: 'interest.remit',
  amount: upTo(scene, scene.state.treasuryInterest - scene.state.interestRemitted),
});

const unplanned = (state: State): bigint =>
  state.damagesReceived +
  state.trustInterest -
  total([...state.plans.values()].map(({ amount }) => amount));

const RATIOS = ['0.333', '0.25', '1', '0.1', '7', '0.0000000001', '123456789012', '0.5'];

function plan(scene: Scene): Made {
  const { dice, state } = scene;
  const milestones = Array.from({ length: dice.between(1, 5) }, () => dice.pick(RATIOS));
  return {
    type: 'damage.plan',
    ref: newRef(scene, 'P', state.plans.keys()),
    amount: upTo(scene, unplanned(state)),
    ...(dice.chance(60) && { milestones }),
  };
}

function chosenPlan(scene: Scene, holds: (plan: Plan) => boolean): string | undefined {
  const { dice, state } = scene;
  const all = [...state.plans];
  const likely = dice.chance(10) ? all : all.filter(([, found]) => holds(found));
  return refTo(
    scene,
    'plan',
    likely.map(([ref]) => ref),
  );
}

function minutes(scene: Scene): Made {
  const { dice, state } = scene;
  const ref = chosenPlan(scene, (found) => !found.minutes);
  if (ref === undefined) return undefined;
  const amount = state.plans.get(ref)?.amount ?? 1n;
  const close = dice.chance(70) ? amount : amount > 1n ? amount - 1n : 1n;
  return {
    type: 'damage.minutes',
    plan: ref,
    number: '2020-2',
    amount: dice.chance(85) ? written(dice, close) : upTo(scene, amount),
  };
}

function report(scene: Scene): Made {
  const ref = chosenPlan(scene, (found) => !(found.acceptance && found.effectEvaluation));
  if (ref === undefined) return undefined;
  const had = scene.state.plans.get(ref);
  const kind = (had?.acceptance ?? scene.dice.chance(50)) ? 'effect_evaluation' : 'acceptance';
  return { type: 'damage.report', plan: ref, kind };
}

function payMilestone(scene: Scene): Made {
  const { dice, state } = scene;
  const open = (found: Plan) => found.paidMilestones < found.milestones.length;
  const ref = chosenPlan(scene, (found) => open(found) && (found.minutes || dice.chance(10)));
  if (ref === undefined) return undefined;
  const next = (state.plans.get(ref)?.paidMilestones ?? 0) + 1;
  return {
    type: 'damage.pay',
    plan: ref,
    milestone: dice.chance(90) ? next : dice.between(1, 6),
    purpose: dice.chance(90)
      ? dice.pick(PURPOSES)
      : dice.pick(['award', 'lawyer', ' ', 'Substitute_restoration']),
    payee: 'restorer',
  };
}

function sanction({ dice }: Scene): Made {
  const amount = dice.weighted([
    [4, dice.fen(1_000_000_00n)],
    [4, 1_000_000_00n + dice.fen(9_000_000_00n)],
    [2, anyAmount(dice)],
    [1, 13n],
    [1, 500_000_000n],
  ]);
  const grade = dice.pick([1, 2, 3] as const);
  return { type: 'sanction', amountPaid: dice.chance(3) ? '-0' : written(dice, amount), grade };
}

const SHARES = ['1', '2', '0.5', '0.333', '7', '12.25', '0.0000000001'];

function award(scene: Scene): Made {
  const { dice, file, serial, state } = scene;
  const eligible = state.qualification.filter(({ status }) => status === 'eligible');
  const all = state.qualification.map(({ organization }) => organization);
  const likely = eligible.map(({ organization }) => organization);
  const from = likely.length === 0 || dice.chance(10) ? all : likely;
  const refs = dice.shuffled(from).slice(0, dice.between(1, file.organizations.length));
  const shared = dice.chance(60);
  return {
    type: 'award',
    ref: `W${String(serial)}`,
    plaintiffs: refs.map((ref) => ({ ref, ...(shared && { share: dice.pick(SHARES) }) })),
  };
}

function payAward({ dice, file, state }: Scene): Made {
  const open = (state.award?.shares ?? []).filter(({ paid }) => !paid);
  const any = dice.pick(file.organizations).ref;
  const organization = open.length > 0 && dice.chance(80) ? dice.pick(open).organization : any;
  return { type: 'award.pay', organization };
}

/** Events of the pools, of money that goes out again, of restoration and of the award. */
export function likelyPayouts({ state }: Scene): Likely[] {
  const plans = [...state.plans.values()];
  const empty = available(state, 'special_fund') < 50_000_00n;
  const overpaid = [...state.overpaid.values()].some((amount) => amount > 0n);
  const funded = [...state.organizationMoney.values()].some((amount) => amount > 0n);
  const unready = plans.some((found) => !found.minutes);
  const unreported = plans.some((found) => !(found.acceptance && found.effectEvaluation));
  const payable = plans.some(
    (found) => found.minutes && found.paidMilestones < found.milestones.length,
  );
  const settled = [...state.advances.values()].every(
    (a) => a.category === 'acceptance_fee' || a.paid === a.settled + a.returned,
  );
  const late = state.judgments.size > 0;
  return [
    [empty || missingForMilestone(state) > 0n ? 12 : 3, appropriation],
    [overpaid ? 5 : 1, refundOverpayment],
    [funded ? 5 : 1, reimburse],
    [state.costsRecovered > state.replenished ? 4 : 1, replenish],
    [state.damagesReceived > 0n ? 3 : 1, remitDamages],
    [state.treasuryInterest > 0n ? 3 : 1, remitInterest],
    [unplanned(state) > 0n ? 5 : 1, plan],
    [unready ? 9 : 1, minutes],
    [unreported ? 5 : 1, report],
    [payable ? 18 : 2, payMilestone],
    [late && state.award === null ? 4 : 1, sanction],
    [late && settled && state.award === null ? 14 : 1, award],
    [state.award === null ? 1 : 9, payAward],
  ];
}
