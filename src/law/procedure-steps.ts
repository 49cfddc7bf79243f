import type { BusinessDate } from '../calendar';
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

/** Outcomes of a judgment that decides on the merits. */
const OF_JUDGMENTS: readonly Outcome[] = ['win', 'partial_win', 'loss', 'injunction_only_win'];

/** The outcomes that a step of the procedure can have; none where it makes nothing effective. */
export function outcomesOf({ kind, claimsRealized }: ProcedureStep): readonly Outcome[] {
  if (kind === 'judgment_final') return OF_JUDGMENTS;
  if (kind === 'mediation_final') return ['mediation'];
  if (kind === 'dismissed') return ['dismissed'];
  return kind === 'withdrawn' && claimsRealized === true ? ['withdrawn_claims_realized'] : [];
}
