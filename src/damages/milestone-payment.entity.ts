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
import { Invoice } from '../advances';
import { ApprovalRequest } from '../approvals';
import { Document } from '../documents';
import { Person } from '../identity';
import { type PermittedUse, PLAN_PAPERS, PLAN_REPORTS, type PlanReport } from '../law';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';

/** What was paid for a milestone, by an approval; whether it came back is told by its pay-out. Append-only by trigger. */
@Entity('milestone_payment')
@Check('ck_milestone_payment_amount', 'amount_fen > 0')
export class MilestonePayment {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  approvalRequestId: string;

  @Index()
  @ReferenceColumn(() => RestorationPlan)
  planId: string;

  /** The version of the plan that it was paid under. */
  @Column('integer')
  planVersion: number;

  @Index()
  @ReferenceColumn(() => PlanMilestone)
  milestoneId: string;

  @Column('text')
  purpose: PermittedUse;

  @FenColumn()
  amountFen: Fen;

  /** The hold of the ledger that it used up; null on the trust route. */
  @KernelIdColumn({ nullable: true })
  holdId: bigint | null;

  @BusinessDateColumn()
  paidOn: string;
}

export const PAPER_KINDS = ['invoice', ...PLAN_PAPERS] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** A paper that a milestone was paid on. Append-only by trigger. */
@Entity('milestone_paper')
@Check('ck_milestone_paper_kind', oneOf('kind', PAPER_KINDS))
@Check(
  'ck_milestone_paper_invoice',
  `num_nonnulls(invoice_id, issuer, number, amount_fen) = CASE kind WHEN 'invoice' THEN 4 ELSE 0 END`,
)
@Check('ck_milestone_paper_amount', 'amount_fen > 0')
export class MilestonePaper {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => PlanMilestone)
  milestoneId: string;

  /** By which request it was paid. */
  @Index()
  @ReferenceColumn(() => ApprovalRequest)
  paymentId: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  @Column('text')
  kind: PaperKind;

  /** Of an invoice: its row, which is there once for ever. */
  @Index()
  @ReferenceColumn(() => Invoice, { nullable: true })
  invoiceId: string | null;

  @Column('text', { nullable: true })
  issuer: string | null;

  /** With its code before it, where it has one. */
  @Column('text', { nullable: true })
  number: string | null;

  @FenColumn({ nullable: true })
  amountFen: Fen | null;
}

/** That works were accepted, or their effect evaluated, by the body that the plan names. Append-only by trigger. */
@Entity('plan_report')
@Unique(['recordedById', 'actKey'])
@Check('ck_plan_report_kind', oneOf('kind', PLAN_REPORTS))
export class PlanReportRow {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => RestorationPlan)
  planId: string;

  @Column('integer')
  planVersion: number;

  @Column('text')
  kind: PlanReport;

  @Column('text')
  body: string;

  @BusinessDateColumn()
  reportedOn: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  /** The payment before it; whoever had a part in that does not record the report. */
  @ReferenceColumn(() => MilestonePayment, { nullable: true })
  afterRequestId: string | null;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
