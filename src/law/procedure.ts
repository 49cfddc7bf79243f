import { addDays, type BusinessDate, nextWorkingDay, type WorkCalendar } from '../calendar';
import type { Outcome } from './award';

/** Where a case stands (案件状态). */
export const CASE_STATES = [
  'filed',
  'in_trial',
  'judged',
  'final',
  'mediated',
  'withdrawn',
  'dismissed',
  'in_enforcement',
  'enforcement_suspended',
  'closed',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** The courts' instances: first, second, and retrial (再审). */
export const INSTANCES = ['first', 'second', 'retrial'] as const;
export type Instance = (typeof INSTANCES)[number];

/** What happens in a case, as far as the fund keeps it. */
export const STEP_KINDS = [
  'court_notice',
  'plaintiff_joined',
  'procuratorate_sued',
  'agency_supported',
  'defendant_added',
  'instance_opened',
  'debate_closed',
  'stayed',
  'stay_ended',
  'judged',
  'judgment_final',
  'mediation_published',
  'mediation_final',
  'withdrawn',
  'dismissed',
  'enforcement_moved',
  'enforcement_suspended',
  'enforcement_resumed',
  'closed',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** One step of the procedure, as far as the law asks about it. */
export interface ProcedureStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly on: BusinessDate;
  /** Of `instance_opened`. */
  readonly instance?: Instance | undefined;
  /** Of `withdrawn`: the regulator’s action realized every claim. */
  readonly claimsRealized?: boolean | undefined;
  /** Of `procuratorate_sued`: the day of its own notice to those who could sue first. */
  readonly noticedOn?: BusinessDate | undefined;
}

/** What a step breaks. */
export type StepRule =
  | 'before_filing'
  | 'out_of_turn'
  | 'stayed'
  | 'join_period'
  | 'publication_period'
  | 'notice_period'
  | 'withdrawal_barred';

/** A step that cannot have happened like this, and why. */
export interface StepFault {
  readonly step: string;
  readonly rule: StepRule;
  /** Where the case stood. */
  readonly state: CaseState;
  /** The day that counts, where one does. */
  readonly day: BusinessDate | null;
}

/** Where a case stands after its steps. */
export interface Procedure {
  readonly state: CaseState;
  /** It waits for another suit (法释〔2019〕8号 art 16–17). */
  readonly isStayed: boolean;
  readonly instance: Instance | null;
  /** The last day on which other organizations may join (法释〔2015〕1号 art 10). */
  readonly joinUntil: BusinessDate | null;
  /** The last day of the publication of a settlement (art 25). */
  readonly publishedUntil: BusinessDate | null;
  /** The first step that cannot be; null where all can. */
  readonly fault: StepFault | null;
}

/** Days of the court’s notice, of the publication of a settlement, and of a procuratorate’s notice. */
export const NOTICE_DAYS = 30;

const ENDED = ['final', 'mediated', 'in_enforcement', 'enforcement_suspended', 'closed'] as const;
const BEFORE_JUDGMENT = ['filed', 'in_trial'] as const;

interface Flow {
  readonly from: readonly CaseState[];
  readonly to?: CaseState;
}

const FLOWS: Readonly<Record<StepKind, Flow>> = {
  court_notice: { from: BEFORE_JUDGMENT },
  plaintiff_joined: { from: BEFORE_JUDGMENT },
  procuratorate_sued: { from: ['filed'] },
  agency_supported: { from: ['filed', 'in_trial', 'judged'] },
  defendant_added: { from: BEFORE_JUDGMENT },
  instance_opened: { from: ['filed'], to: 'in_trial' },
  debate_closed: { from: ['in_trial'] },
  stayed: { from: BEFORE_JUDGMENT },
  stay_ended: { from: BEFORE_JUDGMENT },
  judged: { from: ['in_trial'], to: 'judged' },
  judgment_final: { from: ['judged'], to: 'final' },
  mediation_published: { from: ['in_trial'] },
  mediation_final: { from: ['in_trial'], to: 'mediated' },
  withdrawn: { from: BEFORE_JUDGMENT, to: 'withdrawn' },
  dismissed: { from: BEFORE_JUDGMENT, to: 'dismissed' },
  enforcement_moved: { from: ['final', 'mediated'], to: 'in_enforcement' },
  enforcement_suspended: { from: ['in_enforcement'], to: 'enforcement_suspended' },
  enforcement_resumed: { from: ['enforcement_suspended'], to: 'in_enforcement' },
  closed: {
    from: [
      'final',
      'mediated',
      'withdrawn',
      'dismissed',
      'in_enforcement',
      'enforcement_suspended',
    ],
    to: 'closed',
  },
};

/** A second instance hears a judgment that is not final; a retrial one that is. */
const HEARD_FROM: Readonly<Record<Instance, readonly CaseState[]>> = {
  first: ['filed'],
  second: ['judged'],
  retrial: [...ENDED, 'dismissed'],
};

/** What may happen while a case waits for another suit. */
const DURING_STAY: readonly StepKind[] = [
  'stay_ended',
  'agency_supported',
  'plaintiff_joined',
  'withdrawn',
  'dismissed',
];

type Standing = Omit<Procedure, 'fault'> & { readonly isDebated: boolean };

/** What comes back of each instance anew. */
const NEW_INSTANCE = { publishedUntil: null, isDebated: false } as const;

/**
 * The last day of a period of days that begins with a notice: the day itself does not count, and a
 * last day that is a day off moves to the next working day. Source: 民法典 arts 201, 203.
 */
export function endOfNotice(noticedOn: BusinessDate, calendar: WorkCalendar): BusinessDate {
  return nextWorkingDay(addDays(noticedOn, NOTICE_DAYS), calendar);
}

/**
 * Where a case stands after its steps, in the order of their days; of one day in the order given.
 * Steps after one that cannot be are not looked at.
 * Source: 法释〔2015〕1号 arts 10, 25–27, 32; 民事诉讼法 arts 153–154, 264–268; that a case is closed
 * from certain states only is a default of the bureau.
 */
export function followProcedure(
  filedOn: BusinessDate,
  steps: readonly ProcedureStep[],
  calendar: WorkCalendar,
): Procedure {
  let standing: Standing = {
    state: 'filed',
    isStayed: false,
    instance: null,
    joinUntil: null,
    ...NEW_INSTANCE,
  };
  const inOrder = steps.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  for (const step of inOrder) {
    const broken =
      step.on < filedOn ? breaks('before_filing', filedOn) : ruleBroken(standing, step, calendar);
    if (broken !== null) {
      return shown(standing, { step: step.id, state: standing.state, ...broken });
    }
    standing = afterStep(standing, step, calendar);
  }
  return shown(standing, null);
}

const shown = (
  { state, isStayed, instance, joinUntil, publishedUntil }: Standing,
  fault: StepFault | null,
): Procedure => ({ state, isStayed, instance, joinUntil, publishedUntil, fault });

type Broken = Pick<StepFault, 'rule' | 'day'>;

const breaks = (rule: StepRule, day: BusinessDate | null = null): Broken => ({ rule, day });

type Rule = (at: Standing, step: ProcedureStep, calendar: WorkCalendar) => Broken | null;

/** What a kind of step asks beside the state of the case. */
const RULES: Partial<Record<StepKind, Rule>> = {
  plaintiff_joined: ({ joinUntil }, { on }) => {
    if (joinUntil === null) return breaks('out_of_turn');
    return on > joinUntil ? breaks('join_period', joinUntil) : null;
  },
  procuratorate_sued: (_at, { on, noticedOn }, calendar) => {
    const over = noticedOn === undefined ? on : endOfNotice(noticedOn, calendar);
    return on > over ? null : breaks('notice_period', over);
  },
  stay_ended: ({ isStayed }) => (isStayed ? null : breaks('out_of_turn')),
  mediation_final: ({ publishedUntil }, { on }) => {
    if (publishedUntil === null) return breaks('out_of_turn');
    return on > publishedUntil ? null : breaks('publication_period', publishedUntil);
  },
  // A settlement is published and confirmed by the court, and no ground to withdraw (art 25).
  withdrawn: ({ isDebated, publishedUntil }, { claimsRealized }) =>
    (isDebated || publishedUntil !== null) && claimsRealized !== true
      ? breaks('withdrawal_barred')
      : null,
};

const ruleBroken: Rule = (at, step, calendar) => {
  const { kind, instance = 'first' } = step;
  const from = kind === 'instance_opened' ? HEARD_FROM[instance] : FLOWS[kind].from;
  if (!from.includes(at.state)) return breaks('out_of_turn');
  if (at.isStayed && !DURING_STAY.includes(kind)) return breaks('stayed');
  return RULES[kind]?.(at, step, calendar) ?? null;
};

/** What a kind of step changes beside the state of the case. */
const CHANGES: Partial<
  Record<StepKind, (step: ProcedureStep, calendar: WorkCalendar) => Partial<Standing>>
> = {
  court_notice: ({ on }, calendar) => ({ joinUntil: endOfNotice(on, calendar) }),
  instance_opened: ({ instance = 'first' }) => ({ ...NEW_INSTANCE, instance }),
  debate_closed: () => ({ isDebated: true }),
  stayed: () => ({ isStayed: true }),
  stay_ended: () => ({ isStayed: false }),
  withdrawn: () => ({ isStayed: false }),
  dismissed: () => ({ isStayed: false }),
  mediation_published: ({ on }, calendar) => ({ publishedUntil: endOfNotice(on, calendar) }),
};

const afterStep = (at: Standing, step: ProcedureStep, calendar: WorkCalendar): Standing => ({
  ...at,
  state: FLOWS[step.kind].to ?? at.state,
  ...CHANGES[step.kind]?.(step, calendar),
});

/** Outcomes of a judgment that decides on the merits. */
const OF_JUDGMENTS: readonly Outcome[] = ['win', 'partial_win', 'loss', 'injunction_only_win'];

/** The outcomes that a step of the procedure can have; none where it makes nothing effective. */
export function outcomesOf({ kind, claimsRealized }: ProcedureStep): readonly Outcome[] {
  if (kind === 'judgment_final') return OF_JUDGMENTS;
  if (kind === 'mediation_final') return ['mediation'];
  if (kind === 'dismissed') return ['dismissed'];
  return kind === 'withdrawn' && claimsRealized === true ? ['withdrawn_claims_realized'] : [];
}
