import { addDays, type BusinessDate, nextWorkingDay, type WorkCalendar } from '../calendar';
import type {
  CaseState,
  Instance,
  Procedure,
  ProcedureStep,
  StepFault,
  StepKind,
  StepRule,
} from './procedure-steps';

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
