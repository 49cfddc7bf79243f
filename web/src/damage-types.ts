/** What damage money may be used for, in the order of the rules. */
export const PERMITTED_USES = [
  'removal_or_control_of_pollution',
  'restoration_plan_and_works',
  'substitute_restoration',
  'monitoring_and_supervision',
  'acceptance_and_effect_evaluation',
  'investigation_appraisal_assessment',
  'other_restoration_at_place_of_damage',
] as const;
export type PermittedUse = (typeof PERMITTED_USES)[number];

export const OPINION_AGENCIES = ['court', 'finance', 'audit'] as const;
/** Where goes what plans left. */
export const SURPLUS_USES = ['same_place', 'substitute', 'treasury'] as const;
export const STANCES = ['for', 'against', 'with_conditions'] as const;
export const PLAN_REPORTS = ['acceptance', 'effect_evaluation'] as const;
export const PLAN_PAPERS = [
  'contract',
  'progress_report',
  'supervision_report',
  'monitoring_report',
  'completion_report',
  'final_accounts',
  'other',
] as const;
export type PlanPaper = (typeof PLAN_PAPERS)[number];

export const CROSS_CASE_COSTS = ['investigation', 'expert', 'testing', 'appraisal'] as const;

export const FIGURES = [
  'received',
  'interest',
  'remitted',
  'toRemit',
  'appropriated',
  'planned',
  'unplanned',
  'paid',
  'elsewhere',
  'left',
] as const;
type Figure = (typeof FIGURES)[number];

/** Where damage money stands, in yuan; null where there is no such figure. */
export type Figures = Readonly<Record<Exclude<Figure, 'appropriated' | 'left'>, string>> & {
  readonly appropriated: string | null;
  readonly left: string | null;
};

interface OfCase extends Figures {
  readonly case: string;
  readonly caseNumber: string;
  readonly book: string;
  readonly route: 'treasury' | 'trust_account';
}

export interface DamageFundItem extends OfCase {
  readonly remitBy: string | null;
}

export interface DamageFund extends OfCase {
  readonly items: readonly {
    readonly item: string;
    readonly ref: string;
    readonly kind: 'restoration' | 'emergency' | 'service_loss' | 'permanent_loss' | 'penal';
    readonly ordered: string;
    readonly principal: string;
    readonly interest: string;
  }[];
  readonly remittances: readonly {
    readonly receivedOn: string;
    readonly amount: string;
    readonly dueOn: string;
  }[];
  readonly inKind: readonly {
    readonly id: string;
    readonly itemRef: string;
    readonly defendant: string;
    readonly performedOn: string;
    readonly description: string;
  }[];
}

export interface PlanItem {
  readonly id: string;
  readonly number: string;
  readonly title: string | null;
  readonly version: number;
  readonly isSubstitute: boolean;
  readonly amount: string;
  readonly paid: string;
  readonly milestonesPaid: number;
  readonly milestones: number;
  readonly acceptedOn: string | null;
  readonly effectEvaluatedOn: string | null;
}

interface NamedDocument {
  readonly id: string;
  readonly name: string;
}

export interface PlanOpinion {
  readonly id: string;
  readonly plan: string;
  readonly of: (typeof OPINION_AGENCIES)[number];
  readonly agency: string;
  readonly givenOn: string;
  readonly stance: (typeof STANCES)[number];
  readonly conditions: string | null;
  readonly document: NamedDocument;
}

export interface PlanDetail extends PlanItem {
  readonly case: string;
  readonly caseNumber: string;
  readonly book: string;
  readonly place: string | null;
  readonly implementer: { readonly name: string; readonly creditCode: string } | null;
  readonly acceptanceBody: string | null;
  readonly minutes: string | null;
  readonly approval: string | null;
  readonly uses: readonly {
    readonly use: PermittedUse;
    readonly amount: string;
    readonly paid: string;
  }[];
  readonly steps: readonly {
    readonly id: string;
    readonly number: number;
    readonly name: string | null;
    readonly amount: string;
    readonly papers: readonly PlanPaper[];
    readonly paidOn: string | null;
    readonly purpose: PermittedUse | null;
    readonly isNext: boolean;
  }[];
  readonly payments: readonly {
    readonly approval: string;
    readonly milestone: number;
    readonly purpose: PermittedUse;
    readonly amount: string;
    readonly paidOn: string;
    readonly holder: string;
    readonly masked: string;
    readonly returnedOn: string | null;
    readonly papers: readonly {
      readonly kind: 'invoice' | PlanPaper;
      readonly document: NamedDocument;
      readonly number: string | null;
      readonly amount: string | null;
    }[];
  }[];
  readonly reports: readonly {
    readonly id: string;
    readonly kind: (typeof PLAN_REPORTS)[number];
    readonly body: string;
    readonly reportedOn: string;
    readonly version: number;
    readonly document: NamedDocument;
    readonly recordedBy: string;
  }[];
  readonly versions: readonly {
    readonly version: number;
    readonly amount: string;
    readonly implementer: string;
    readonly reason: string | null;
    readonly decidedOn: string;
    readonly approval: string;
    readonly budgetLines: readonly {
      readonly use: PermittedUse;
      readonly text: string;
      readonly amount: string;
    }[];
  }[];
  readonly opinions: readonly {
    readonly of: (typeof OPINION_AGENCIES)[number];
    readonly agency: string | null;
    readonly givenOn: string | null;
    readonly stance: (typeof STANCES)[number] | null;
    readonly conditions: string | null;
    readonly notAsked: string | null;
  }[];
}
