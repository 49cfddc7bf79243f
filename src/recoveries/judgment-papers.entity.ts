import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import type { BusinessDate } from '../calendar';
import { Defendant } from '../cases';
import { Document } from '../documents';
import type { CostCategory } from '../law';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  ReferenceColumn,
} from '../platform/database/columns';
import { Judgment, JudgmentItem } from './judgment.entity';

/** A paper that a judgment was approved by. Append-only by trigger. */
@Entity('judgment_document')
export class JudgmentDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Judgment)
  judgmentId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}

/** A cost that the court did not grant: information, no debt. Append-only by trigger. */
@Entity('refused_cost')
@Check('ck_refused_cost_amount', 'amount_fen > 0')
export class RefusedCost {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Judgment)
  judgmentId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  category: CostCategory;

  @FenColumn()
  amountFen: Fen;

  @Column('text')
  reason: string;
}

/**
 * Restoration that the defendants do themselves (行为履行): outside the fund, so without an amount.
 * Append-only by trigger. Source: 财资环〔2020〕6号 art 2(2).
 */
@Entity('in_kind_order')
@Unique(['judgmentId', 'ordinal'])
export class InKindOrder {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Judgment)
  judgmentId: string;

  @Column('integer')
  ordinal: number;

  /** What is to be done. */
  @Column('text')
  work: string;

  @BusinessDateColumn({ nullable: true })
  dueOn: BusinessDate | null;
}

/** Who is to do it. Append-only by trigger. */
@Entity('in_kind_debtor')
@Unique(['orderId', 'defendantId'])
export class InKindDebtor {
  @PrimaryColumn('uuid')
  @ForeignKey(() => InKindOrder)
  orderId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Defendant)
  defendantId: string;
}

/** Restoration in kind was accepted (验收). Append-only by trigger. */
@Entity('in_kind_acceptance')
@Unique(['approvalRequestId'])
export class InKindAcceptance {
  @PrimaryColumn('uuid')
  @ForeignKey(() => InKindOrder)
  orderId: string;

  @BusinessDateColumn()
  acceptedOn: BusinessDate;

  @Column('text')
  opinion: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** The condition of an item was not kept, as it was approved. Append-only by trigger. */
@Entity('condition_default')
@Unique(['approvalRequestId'])
export class ConditionDefault {
  @PrimaryColumn('uuid')
  @ForeignKey(() => JudgmentItem)
  itemId: string;

  @BusinessDateColumn()
  dueOn: BusinessDate;

  @ReferenceColumn(() => Document)
  documentId: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  /** What posted M1 / M2. */
  @KernelIdColumn()
  postingRequestId: bigint;
}
