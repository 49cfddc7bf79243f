import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import { Person } from '../identity';
import {
  OPINION_AGENCIES,
  type OpinionAgency,
  PERMITTED_USES,
  type PermittedUse,
  type PlanPaper,
  type Stance,
  STANCES,
} from '../law';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { RestorationPlan } from './damage-fund.entity';

/** What a court, the finance bureau or the audit office said of a plan before it was asked for. Append-only by trigger. */
@Entity('plan_opinion')
@Unique(['recordedById', 'actKey'])
@Check('ck_plan_opinion_of_agency', oneOf('of_agency', OPINION_AGENCIES))
@Check('ck_plan_opinion_stance', oneOf('stance', STANCES))
@Check('ck_plan_opinion_conditions', `stance <> 'with_conditions' OR conditions IS NOT NULL`)
export class PlanOpinion {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  /** The number of the plan, which is none yet. */
  @Column('text')
  planRef: string;

  @Column('text')
  ofAgency: OpinionAgency;

  /** Its name. */
  @Column('text')
  agency: string;

  @BusinessDateColumn()
  givenOn: string;

  @Column('text')
  stance: Stance;

  @Column('text', { nullable: true })
  conditions: string | null;

  @ReferenceColumn(() => Document)
  documentId: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

/** What a plan said from an approval on. Append-only by trigger. */
@Entity('plan_version')
@Unique(['planId', 'version'])
@Unique(['approvalRequestId'])
@Check('ck_plan_version_version', 'version >= 1')
@Check('ck_plan_version_amount', 'amount_fen > 0')
@Check('ck_plan_version_reason', '(version = 1) = (reason IS NULL)')
export class PlanVersion {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => RestorationPlan)
  planId: string;

  @Column('integer')
  version: number;

  @FenColumn()
  amountFen: Fen;

  @Column('text')
  title: string;

  @Column('text')
  place: string;

  @Column('text')
  implementerName: string;

  @Column('text')
  implementerCode: string;

  @Column('text')
  acceptanceBody: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  /** Why it was changed; null for the first version. */
  @Column('text', { nullable: true })
  reason: string | null;

  @BusinessDateColumn()
  decidedOn: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** What a version of a plan may be spent on. Append-only by trigger. */
@Entity('plan_budget_line')
@Check('ck_plan_budget_line_use', oneOf('use', PERMITTED_USES))
@Check('ck_plan_budget_line_amount', 'amount_fen > 0')
export class PlanBudgetLine {
  @PrimaryColumn('uuid')
  @ForeignKey(() => PlanVersion)
  versionId: string;

  @PrimaryColumn('text')
  use: PermittedUse;

  /** What is done. */
  @Column('text')
  body: string;

  @FenColumn()
  amountFen: Fen;
}

/** A milestone as a version of a plan has it, paid before or not. Append-only by trigger. */
@Entity('plan_version_milestone')
@Check('ck_plan_version_milestone_amount', 'amount_fen > 0')
export class PlanVersionMilestone {
  @PrimaryColumn('uuid')
  @ForeignKey(() => PlanVersion)
  versionId: string;

  @PrimaryColumn('integer')
  number: number;

  @Column('text')
  name: string;

  @FenColumn()
  amountFen: Fen;

  @Column('text', { array: true })
  papers: PlanPaper[];
}

/** The opinion that a plan was asked for with, or why one was not asked. Append-only by trigger. */
@Entity('plan_version_opinion')
@Check('ck_plan_version_opinion_of_agency', oneOf('of_agency', OPINION_AGENCIES))
@Check('ck_plan_version_opinion_asked', 'num_nonnulls(opinion_id, not_asked_reason) = 1')
export class PlanVersionOpinion {
  @PrimaryColumn('uuid')
  @ForeignKey(() => PlanVersion)
  versionId: string;

  @PrimaryColumn('text')
  ofAgency: OpinionAgency;

  @ReferenceColumn(() => PlanOpinion, { nullable: true })
  opinionId: string | null;

  @Column('text', { nullable: true })
  notAskedReason: string | null;
}

/** How much of a plan may be spent on a use as it stands, and how much was. */
@Entity('plan_use')
@Check('ck_plan_use_use', oneOf('use', PERMITTED_USES))
@Check('ck_plan_use_paid', 'paid_fen BETWEEN 0 AND amount_fen')
export class PlanUse {
  @PrimaryColumn('uuid')
  @ForeignKey(() => RestorationPlan)
  planId: string;

  @PrimaryColumn('text')
  use: PermittedUse;

  @FenColumn()
  amountFen: Fen;

  @FenColumn({ default: 0 })
  paidFen: Fen;
}
