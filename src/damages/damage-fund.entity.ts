import { Check, Column, Entity, Unique } from 'typeorm';
import { LitigationCase } from '../cases';
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
}

/** A milestone of a plan; milestones are paid in turn. */
@Entity('plan_milestone')
@Unique(['planId', 'number'])
@Check('ck_plan_milestone_amount', 'amount_fen >= 0')
@Check('ck_plan_milestone_paid', '(paid_on IS NULL) = (purpose IS NULL)')
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
}
