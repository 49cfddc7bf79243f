import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Defendant, LitigationCase } from '../cases';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  ReferenceColumn,
} from '../platform/database/columns';
import { ClaimBalance, JudgmentItem } from './judgment.entity';

/** Money of a defendant on the custody account (执行款). */
@Entity('receipt')
@Unique(['caseId', 'ref'])
@Unique(['bookId', 'bankReference'])
@Check('ck_receipt_amount', 'amount_fen > 0 AND overpaid_fen BETWEEN 0 AND amount_fen')
export class Receipt {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  @Column('integer')
  ordinal: number;

  @ReferenceColumn(() => Defendant)
  defendantId: string;

  @FenColumn()
  amountFen: Fen;

  @FenColumn()
  overpaidFen: Fen;

  @BusinessDateColumn()
  receivedOn: string;

  @Column('text')
  bankReference: string;
}

/** What a receipt went to. */
@Entity('receipt_allocation')
@Unique(['receiptId', 'ordinal'])
@Check('ck_receipt_allocation_amount', 'amount_fen > 0')
@Check('ck_receipt_allocation_part', `part IN ('principal', 'written_off', 'doubled_interest')`)
export class ReceiptAllocation {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Receipt)
  receiptId: string;

  @Column('integer')
  ordinal: number;

  @ReferenceColumn(() => ClaimBalance)
  balanceId: string;

  @ReferenceColumn(() => JudgmentItem)
  itemId: string;

  @Column('text')
  part: 'principal' | 'written_off' | 'doubled_interest';

  @FenColumn()
  amountFen: Fen;

  /** Days of doubled interest that this principal bore; null for other parts and without interest. */
  @Column('integer', { nullable: true })
  interestDays: number | null;

  /** Doubled interest fixed by this principal. */
  @FenColumn({ nullable: true })
  interestFixedFen: Fen | null;
}

/** What was received for an organization's own costs, and what of it was paid out. */
@Entity('organization_recovery')
@Unique(['caseId', 'organizationId'])
@Check('ck_organization_recovery_reimbursed', 'reimbursed_fen BETWEEN 0 AND received_fen')
export class OrganizationRecovery {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @ReferenceColumn(() => Organization)
  organizationId: string;

  /** Principal and interest. */
  @FenColumn({ default: 0 })
  receivedFen: Fen;

  @FenColumn({ default: 0 })
  reimbursedFen: Fen;
}

/** A debt given up after finance approval (坏账核销). */
@Entity('write_off')
@Check('ck_write_off_amount', 'amount_fen > 0')
@Check('ck_write_off_people', 'requested_by <> approved_by')
export class WriteOff {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => JudgmentItem)
  itemId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  writtenOffOn: string;

  @Column('text')
  requestedBy: string;

  @Column('text')
  approvedBy: string;
}
