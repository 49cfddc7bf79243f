import type { Fault } from '../platform/json/faults';
import { DAMAGE_KINDS, DOUBLED_INTEREST_IN_FORCE } from '../law';

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const records = (value: unknown): readonly Json[] => list(value).map(record);

const IN_FORCE: string = DOUBLED_INTEREST_IN_FORCE;
const isEarly = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && value < IN_FORCE;

/** Which names may be referred to, and the faults found so far. */
class Checker {
  readonly faults: Fault[] = [];
  readonly organizations = new Set<unknown>();
  readonly defendants = new Set<unknown>();
  readonly advances = new Set<unknown>();
  readonly advanceItems = new Set<unknown>();
  /** Every item of a reference: which of them stands is known only when the file is replayed. */
  readonly judgmentItems = new Map<unknown, Json[]>();
  readonly plans = new Set<unknown>();

  fault(pointer: string, message: string): void {
    this.faults.push({ pointer, message });
  }

  refersTo(
    known: { has(name: unknown): boolean },
    name: unknown,
    pointer: string,
    what: string,
  ): void {
    if (typeof name === 'string' && !known.has(name)) {
      this.fault(pointer, `refers to ${what} “${name}” that is not introduced before`);
    }
  }

  unique(values: readonly Json[], pointer: string): void {
    const seen = new Set<unknown>();
    for (const [index, { ref }] of values.entries()) {
      if (typeof ref === 'string' && seen.has(ref)) {
        this.fault(`${pointer}/${String(index)}/ref`, `“${ref}” stands here a second time`);
      }
      seen.add(ref);
    }
  }
}

/**
 * Checks what the schema of a single value cannot see: references, and fields that depend on each
 * other. Works on any JSON, so that these faults are reported together with those of the schema.
 */
export function checkAcross(document: unknown): Fault[] {
  const root = record(document);
  const checker = new Checker();
  const organizations = records(root['organizations']);
  const defendants = records(root['defendants']);
  checker.unique(organizations, '/organizations');
  checker.unique(defendants, '/defendants');
  for (const { ref } of organizations) checker.organizations.add(ref);
  for (const { ref } of defendants) checker.defendants.add(ref);
  for (const [index, event] of records(root['events']).entries()) {
    checkEvent(checker, event, `/events/${String(index)}`);
  }
  return checker.faults;
}

function checkEvent(checker: Checker, event: Json, pointer: string): void {
  const { advanceItems, judgmentItems, organizations, plans } = checker;
  switch (event['type']) {
    case 'advance.apply':
      checker.refersTo(
        organizations,
        event['organization'],
        `${pointer}/organization`,
        'an organization',
      );
      checker.advances.add(event['ref']);
      for (const { ref } of records(event['items'])) advanceItems.add(ref);
      break;
    case 'advance.approve':
      checker.refersTo(checker.advances, event['advance'], `${pointer}/advance`, 'an application');
      break;
    case 'advance.pay':
    case 'advance.payment_returned':
    case 'advance.settle':
    case 'advance.surplus':
    case 'advance.surplus_returned':
    case 'advance.absorb':
    case 'court_refund':
      checker.refersTo(advanceItems, event['item'], `${pointer}/item`, 'an advance item');
      break;
    case 'judgment':
      checkJudgment(checker, event, pointer);
      break;
    case 'condition.defaulted':
      checker.refersTo(judgmentItems, event['item'], `${pointer}/item`, 'a judgment item');
      if (
        isEarly(event['dueOn']) &&
        judgmentItems.get(event['item'])?.some(({ interest }) => interest !== false)
      ) {
        checker.fault(
          `${pointer}/dueOn`,
          `a due date before ${IN_FORCE} needs interest: false on the item`,
        );
      }
      break;
    case 'write_off':
      checker.refersTo(judgmentItems, event['item'], `${pointer}/item`, 'a judgment item');
      break;
    case 'receipt':
      for (const [index, item] of list(event['designated']).entries()) {
        checker.refersTo(
          judgmentItems,
          item,
          `${pointer}/designated/${String(index)}`,
          'a judgment item',
        );
      }
      break;
    case 'refund_overpayment':
      checker.refersTo(checker.defendants, event['to'], `${pointer}/to`, 'a defendant');
      break;
    case 'organization.reimburse':
    case 'award.pay':
      checker.refersTo(
        organizations,
        event['organization'],
        `${pointer}/organization`,
        'an organization',
      );
      break;
    case 'damage.plan':
      plans.add(event['ref']);
      break;
    case 'damage.minutes':
    case 'damage.report':
    case 'damage.pay':
      checker.refersTo(plans, event['plan'], `${pointer}/plan`, 'a plan');
      break;
    case 'award': {
      const plaintiffs = records(event['plaintiffs']);
      checker.unique(plaintiffs, `${pointer}/plaintiffs`);
      for (const [index, { ref }] of plaintiffs.entries()) {
        checker.refersTo(
          organizations,
          ref,
          `${pointer}/plaintiffs/${String(index)}/ref`,
          'an organization',
        );
      }
      break;
    }
    default:
      break;
  }
}

function checkJudgment(checker: Checker, judgment: Json, pointer: string): void {
  if (judgment['outcome'] === 'partial_win' && judgment['claimed'] === undefined) {
    checker.fault(`${pointer}/claimed`, 'is required with outcome partial_win');
  }
  for (const [index, item] of records(judgment['items']).entries()) {
    checkItem(checker, item, `${pointer}/items/${String(index)}`, judgment['effectiveOn']);
    const others = checker.judgmentItems.get(item['ref']) ?? [];
    checker.judgmentItems.set(item['ref'], [...others, item]);
  }
}

function checkItem(checker: Checker, item: Json, pointer: string, effectiveOn: unknown): void {
  const { kind, conditional, dueOn, instalments, organization, interest } = item;
  const isDamages = (DAMAGE_KINDS as readonly unknown[]).includes(kind);
  if (conditional === true && !isDamages) {
    checker.fault(`${pointer}/conditional`, 'only damages can be conditional');
  }
  if (dueOn !== undefined && instalments !== undefined) {
    checker.fault(`${pointer}/instalments`, 'excludes dueOn');
  }
  if (kind === 'organization_costs' && organization === undefined) {
    checker.fault(`${pointer}/organization`, 'is required with kind organization_costs');
  }
  if (kind !== 'organization_costs' && organization !== undefined) {
    checker.fault(`${pointer}/organization`, 'belongs to kind organization_costs only');
  }
  checker.refersTo(
    checker.organizations,
    organization,
    `${pointer}/organization`,
    'an organization',
  );
  const debtors = checkLiability(checker, item, pointer);

  if (interest === false || conditional === true) return;
  const ownDates = debtors.map((debtor) => debtor['dueOn']).filter((date) => date !== undefined);
  const fallsBack = ownDates.length < Math.max(debtors.length, 1);
  const dates = [
    ...ownDates,
    ...records(instalments).map((instalment) => instalment['dueOn']),
    ...(fallsBack && instalments === undefined ? [dueOn ?? effectiveOn] : []),
  ];
  if (dates.some(isEarly)) {
    checker.fault(pointer, `an item due before ${IN_FORCE} needs interest: false`);
  }
}

function checkLiability(checker: Checker, item: Json, pointer: string): readonly Json[] {
  const { mode, debtors: given } = record(item['liability']);
  const debtors = records(given);
  const place = `${pointer}/liability`;
  if (item['instalments'] !== undefined && mode !== 'sole' && mode !== 'joint') {
    checker.fault(`${pointer}/instalments`, 'only with liability sole or joint');
  }
  if (mode === 'sole' && debtors.length > 1) {
    checker.fault(`${place}/debtors`, 'sole liability has one debtor');
  }
  checker.unique(debtors, `${place}/debtors`);
  for (const [index, { ref, share, cap, dueOn }] of debtors.entries()) {
    const debtor = `${place}/debtors/${String(index)}`;
    checker.refersTo(checker.defendants, ref, `${debtor}/ref`, 'a defendant');
    if (mode === 'several' && share === undefined) {
      checker.fault(`${debtor}/share`, 'is required with several liability');
    }
    if (mode !== 'several' && share !== undefined) {
      checker.fault(`${debtor}/share`, 'belongs to several liability only');
    }
    if (mode !== 'several' && dueOn !== undefined) {
      checker.fault(`${debtor}/dueOn`, 'belongs to several liability only');
    }
    if (mode !== 'joint_capped' && cap !== undefined) {
      checker.fault(`${debtor}/cap`, 'belongs to joint_capped liability only');
    }
  }
  return debtors;
}
