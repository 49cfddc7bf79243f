import { Check, Column, Entity, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import type { PlanPaper } from '../law';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  ReferenceColumn,
} from '../platform/database/columns';

/** A restoration plan (修复方案) and how far it is carried out. */
@Entity('restoration_plan')
@Unique(['caseId', 'ref'])
@Unique(['approvalRequestId'])
@Check(
  'ck_restoration_plan_approved',
  'num_nonnulls(title, place, implementer_name, implementer_code, acceptance_body, approval_request_id) IN (0, 6)',
)
@Check('ck_restoration_plan_amount', 'amount_fen > 0')
@Check('ck_restoration_plan_paid', 'paid_fen BETWEEN 0 AND amount_fen')
@Check('ck_restoration_plan_minutes', 'minutes_amount_fen >= amount_fen')
@Check('ck_restoration_plan_needs_minutes', 'paid_fen = 0 OR minutes_number IS NOT NULL')
export class RestorationPlan {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  @FenColumn()
  amountFen: Fen;

  @FenColumn({ default: 0 })
  paidFen: Fen;

  /** Joint-meeting minutes that approve the plan (联席会议纪要). */
  @Column('text', { nullable: true })
  minutesNumber: string | null;

  @FenColumn({ nullable: true })
  minutesAmountFen: Fen | null;

  @BusinessDateColumn({ nullable: true })
  acceptedOn: string | null;

  @BusinessDateColumn({ nullable: true })
  effectEvaluatedOn: string | null;

  /** What it is for; null, as what follows, where a case file tells it. */
  @Column('text', { nullable: true })
  title: string | null;

  @Column('text', { nullable: true })
  place: string | null;

  @Column('integer', { default: 1 })
  version: number;

  /** For substitute restoration (替代性修复) with what another plan left. */
  @Column('boolean', { default: false })
  isSubstitute: boolean;

  @Column('text', { nullable: true })
  implementerName: string | null;

  @Column('text', { nullable: true })
  implementerCode: string | null;

  /** Who accepts the works and evaluates their effect. */
  @Column('text', { nullable: true })
  acceptanceBody: string | null;

  /** By which it was first approved. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}

/** A milestone of a plan; milestones are paid in turn. */
@Entity('plan_milestone')
@Unique(['planId', 'number'])
@Check('ck_plan_milestone_amount', 'amount_fen >= 0')
@Check('ck_plan_milestone_paid', '(paid_on IS NULL) = (purpose IS NULL)')
@Check('ck_plan_milestone_dropped', 'dropped_in IS NULL OR paid_on IS NULL AND hold_id IS NULL')
export class PlanMilestone {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => RestorationPlan)
  planId: string;

  @Column('integer')
  number: number;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn({ nullable: true })
  paidOn: string | null;

  @Column('text', { nullable: true })
  purpose: string | null;

  @Column('text', { nullable: true })
  payee: string | null;

  @KernelIdColumn({ nullable: true })
  requestId: bigint | null;

  /** Null where a case file tells it. */
  @Column('text', { nullable: true })
  name: string | null;

  /** What is to be there before it is paid, beside invoices. */
  @Column('text', { array: true, default: [] })
  papers: PlanPaper[];

  /** The version of the plan since which it is none any more. */
  @Column('integer', { nullable: true })
  droppedIn: number | null;

  /** Budget money that is held for it: it was paid, and came back from the bank. */
  @KernelIdColumn({ nullable: true })
  holdId: bigint | null;
}
