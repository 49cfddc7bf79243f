import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { Defendant, LitigationCase } from '../cases';
import { Person } from '../identity';
import { Book } from '../ledger';
import { CLAIM_PARTS, type ClaimPart } from '../law';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { ClaimBalance, Judgment, JudgmentItem } from './judgment.entity';

/** How money of a defendant comes: by itself, from the court that enforces, out of an auction. */
export const RECEIPT_KINDS = ['voluntary', 'court_transfer', 'auction'] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/** Money of a defendant on the custody account (执行款). */
@Entity('receipt')
@Unique(['caseId', 'ref'])
@Unique(['bookId', 'bankReference', 'referenceUse'])
@Unique(['recordedById', 'actKey'])
@Unique(['approvalRequestId'])
@Check('ck_receipt_amount', 'amount_fen > 0 AND overpaid_fen BETWEEN 0 AND amount_fen')
@Check('ck_receipt_kind', oneOf('kind', RECEIPT_KINDS))
@Check(
  'ck_receipt_recorded',
  `num_nonnulls(kind, recorded_by_id, posting_key) IN (0, 3) AND num_nonnulls(act_key, body_hash) IN (0, 2)
   AND num_nonnulls(act_key, approval_request_id) = (kind IS NOT NULL)::integer`,
)
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

  /** The how manieth receipt it is that names the reference, the former ones taken back; told by trigger. */
  @Column('integer', { default: 1 })
  referenceUse: number;

  /** Null, as all that follows, where a case file tells it. */
  @Column('text', { nullable: true })
  kind: ReceiptKind | null;

  @ReferenceColumn(() => Person, { nullable: true })
  recordedById: string | null;

  /** SHA-256 of the key it was sent under; null where an approval carried it out. */
  @Column('text', { nullable: true })
  actKey: string | null;

  @Column('bytea', { nullable: true })
  bodyHash: Buffer | null;

  /** What the keys of its posting requests begin with. */
  @Column('text', { nullable: true })
  postingKey: string | null;

  /** By which others approved an allocation other than the rule's. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}

/** A receipt that was taken back in whole (执行回转). */
@Entity('receipt_reversal')
@Unique(['approvalRequestId'])
export class ReceiptReversal {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Receipt)
  receiptId: string;

  @BusinessDateColumn()
  reversedOn: string;

  @Column('text')
  reason: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** What a receipt went to. */
@Entity('receipt_allocation')
@Unique(['receiptId', 'ordinal'])
@Check('ck_receipt_allocation_amount', 'amount_fen > 0')
@Check('ck_receipt_allocation_part', oneOf('part', CLAIM_PARTS))
@Check(
  'ck_receipt_allocation_general',
  `general_fixed_fen IS NULL OR (part = 'principal' AND general_fixed_fen >= 0)`,
)
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
  part: ClaimPart;

  @FenColumn()
  amountFen: Fen;

  /** Days of doubled interest that this principal bore; null for other parts and without interest. */
  @Column('integer', { nullable: true })
  interestDays: number | null;

  /** Doubled interest fixed by this principal. */
  @FenColumn({ nullable: true })
  interestFixedFen: Fen | null;

  /** General interest that stopped to run with this principal; null for other parts and without any. */
  @FenColumn({ nullable: true })
  generalFixedFen: Fen | null;

  /** The judgment that changed where the receipt goes; null where the part is as old as the receipt. */
  @ReferenceColumn(() => Judgment, { nullable: true })
  judgmentId: string | null;
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
@Unique(['approvalRequestId'])
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
  /** By which it was approved; null where a case file tells it. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}

/** What a write-off took from one balance. */
@Entity('write_off_part')
@Check('ck_write_off_part_amount', 'amount_fen > 0')
export class WriteOffPart {
  @PrimaryColumn('uuid')
  @ForeignKey(() => WriteOff)
  writeOffId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ClaimBalance)
  @Index()
  balanceId: string;

  @FenColumn()
  amountFen: Fen;
}
