import * as fc from 'fast-check';
import { Dice } from '../support/dice';
import type { CaseFile, EventEntry, EventType, Pool, Statement } from './format';
import { Oracle } from './oracle';
import { likelyAdvances } from './random-advances';
import { anyAmount, amountUpTo } from './random-amounts';
import { randomHead, shifted } from './random-head';
import { likelyJudgments } from './random-judgments';
import { likelyPayouts } from './random-payouts';
import type { Scene } from './scene';

/** A random case file, every refusal expected in it, and the statement it must come to. */
export interface ToldCase {
  readonly file: CaseFile;
  readonly statement: Statement;
}

/**
 * Random case files. The state of the oracle says what exists and where the limits lie, so that most
 * events make sense and some miss a limit by one fen. Every event comes from a number of its own:
 * shrinking leaves events out.
 */
export function caseFiles(): fc.Arbitrary<ToldCase> {
  const seed = fc.noShrink(fc.integer({ min: 0, max: 0xffffffff }));
  return fc
    .record({ head: seed, events: fc.array(seed, { minLength: 10, maxLength: 75, size: 'max' }) })
    .map(({ head, events }) => tell(randomHead(new Dice(head)), events));
}

function tell(file: CaseFile, seeds: readonly number[]): ToldCase {
  const oracle = new Oracle(file);
  const introduced: Scene['introduced'] = { advance: [], item: [], judgmentItem: [], plan: [] };
  let today = file.case.filedOn;
  for (const [index, seed] of seeds.entries()) {
    const dice = new Dice(seed);
    today = nextDay(dice, today);
    const scene = { dice, file, state: oracle.state, today, serial: index, introduced };
    const pool = (['special_fund', 'award_fund', 'sanction_quota'] as const)[index];
    const event = pool === undefined ? nextEvent(scene) : firstMoney(dice, today, pool);
    if (event === undefined) continue;
    const expect = oracle.tell(event);
    file.events.push(expect === undefined ? event : { ...event, expect });
    introduce(introduced, event);
  }
  return { file, statement: oracle.statement() };
}

function nextDay(dice: Dice, today: string): string {
  if (dice.chance(3)) {
    const leap = `${String(Number(today.slice(0, 4)) + 1)}-02-29`;
    return shifted(leap.replace('-02-29', '-02-28'), 1);
  }
  return shifted(today, dice.pick([0, 0, 1, 3, 20, 45, 120, -2]));
}

function firstMoney(dice: Dice, on: string, pool: Pool): EventEntry {
  const amount = amountUpTo(dice, anyAmount(dice) + dice.pick([30_000_000n, 90_000_000n]));
  return { on, type: 'appropriation', pool, amount };
}

function nextEvent(scene: Scene): EventEntry | undefined {
  const likely = [...likelyAdvances(scene), ...likelyJudgments(scene), ...likelyPayouts(scene)];
  const made = scene.dice.weighted(likely)(scene);
  return made === undefined ? undefined : { on: scene.today, ...made };
}

function introduce(introduced: Scene['introduced'], event: EventEntry): void {
  if (event.type === 'advance.apply') {
    introduced.advance.push(event.ref);
    introduced.item.push(...event.items.map(({ ref }) => ref));
  } else if (event.type === 'judgment') {
    introduced.judgmentItem.push(...event.items.map(({ ref }) => ref));
  } else if (event.type === 'damage.plan') {
    introduced.plan.push(event.ref);
  }
}

/** Every event type of the format, and every code with which the format refuses one. */
export const EVENT_TYPES: readonly EventType[] = [
  'appropriation',
  'advance.apply',
  'advance.approve',
  'advance.pay',
  'advance.payment_returned',
  'advance.settle',
  'advance.surplus',
  'advance.surplus_returned',
  'advance.absorb',
  'court_refund',
  'judgment',
  'condition.defaulted',
  'stay',
  'receipt',
  'refund_overpayment',
  'organization.reimburse',
  'fund.replenish',
  'write_off',
  'damage.remit',
  'interest.remit',
  'damage.plan',
  'damage.minutes',
  'damage.report',
  'damage.pay',
  'sanction',
  'award',
  'award.pay',
];

export const REFUSAL_CODES: readonly string[] = [
  'ABSORB_EXCEEDS_SETTLED',
  'ACCEPTANCE_MISSING',
  'ALREADY_AWARDED',
  'ALREADY_DECIDED',
  'ALREADY_PAID',
  'AMOUNT_INVALID',
  'AWARD_PRECONDITION',
  'CAP_EXCEEDED',
  'DUPLICATE_BANK_REFERENCE',
  'DUPLICATE_INVOICE',
  'DUPLICATE_REF',
  'GRANT_EXCEEDS_ADVANCE',
  'INSUFFICIENT_FUNDS',
  'MILESTONE_ORDER',
  'MINUTES_AMOUNT_TOO_LOW',
  'MINUTES_REQUIRED',
  'NOT_APPROVED',
  'NOT_A_DEBTOR',
  'NOT_CONDITIONAL',
  'NOT_FOUND',
  'NOT_SETTLEABLE',
  'NO_SURPLUS',
  'ORG_NOT_QUALIFIED',
  'PAYMENT_EXCEEDS_APPROVAL',
  'PLAN_EXCEEDS_RECEIVED',
  'PURPOSE_NOT_PERMITTED',
  'REFUND_EXCEEDS_OVERPAYMENT',
  'REFUND_EXCEEDS_PAYMENT',
  'REIMBURSE_EXCEEDS_RECEIVED',
  'REMIT_EXCEEDS_RECEIVED',
  'REPLENISH_EXCEEDS_RECOVERED',
  'RETURN_EXCEEDS_PAYMENT',
  'RETURN_EXCEEDS_SURPLUS',
  'SAME_PERSON',
  'SETTLEMENT_EXCEEDS_PAYMENT',
  'SHARES_DO_NOT_ADD_UP',
  'WRITE_OFF_EXCEEDS_OUTSTANDING',
];
