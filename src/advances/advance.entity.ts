import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import { COST_CATEGORIES, type CostCategory } from '../law';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import { BankAccount } from '../payees';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { type ApplicationState, STATES_OF_APPLICATIONS } from './advance-states';

/** An organization's application for case costs to be advanced (垫付申请). */
@Entity('advance_application')
@Unique(['caseId', 'ref'])
@Unique(['approvalRequestId'])
@Index(['bookId', 'id'])
@Index(['state', 'bookId', 'id'])
@Index(['organizationId', 'id'])
@Check('ck_advance_application_state', oneOf('state', STATES_OF_APPLICATIONS))
@Check('ck_advance_application_status', `status IN ('submitted', 'approved')`)
@Check('ck_advance_application_approved', `(status = 'approved') = (approver IS NOT NULL)`)
@Check('ck_advance_application_people', 'approver <> applicant AND approver <> reviewer')
export class AdvanceApplication {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @ReferenceColumn(() => Organization)
  organizationId: string;

  @Column('text')
  ref: string;

  @Column('text')
  status: 'submitted' | 'approved';

  /** Where it stands, by its costs; kept by trigger. */
  @Column({ type: 'text', insert: false, update: false })
  state: ApplicationState;

  @FenColumn()
  totalFen: Fen;

  @Column('text')
  applicant: string;

  @Column('text', { nullable: true })
  reviewer: string | null;

  @Column('text', { nullable: true })
  approver: string | null;

  /** Number of the joint-meeting minutes that back a large application. */
  @Column('text', { nullable: true })
  minutesNumber: string | null;

  @BusinessDateColumn()
  appliedOn: string;

  @BusinessDateColumn({ nullable: true })
  approvedOn: string | null;

  /** The request that it was decided by; null where a case file tells it. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}

const NONE = { default: 0 } as const;

/** One cost of an application, from approval to settlement. */
@Entity('advance_item')
@Unique(['caseId', 'ref'])
@Index('ix_advance_item_unsettled', ['applicationId'], {
  where: `settled_fen + surplus_demanded_fen < paid_fen AND category <> 'acceptance_fee'`,
})
@Index('ix_advance_item_surplus', ['applicationId'], {
  where: 'surplus_returned_fen < surplus_demanded_fen',
})
@Index('ix_advance_item_unpaid', ['id'], { where: 'paid_fen < approved_fen' })
@Check('ck_advance_item_category', oneOf('category', COST_CATEGORIES))
@Check('ck_advance_item_account', 'num_nonnulls(bank_account_id, account_fingerprint) <> 1')
@Check('ck_advance_item_applied', 'applied_fen > 0')
@Check('ck_advance_item_approved', 'approved_fen IN (0, applied_fen)')
@Check('ck_advance_item_paid', 'paid_fen BETWEEN 0 AND approved_fen')
@Check(
  'ck_advance_item_not_negative',
  'least(settled_fen, surplus_demanded_fen, surplus_returned_fen, absorbed_fen, refunded_by_court_fen) >= 0',
)
@Check('ck_advance_item_settled', 'settled_fen + surplus_demanded_fen <= paid_fen')
@Check('ck_advance_item_revoked', 'revoked_fen BETWEEN 0 AND surplus_demanded_fen')
@Check('ck_advance_item_surplus', 'surplus_returned_fen <= surplus_demanded_fen')
@Check(
  'ck_advance_item_absorbed',
  `CASE category WHEN 'acceptance_fee' THEN absorbed_fen + refunded_by_court_fen <= paid_fen ELSE absorbed_fen <= settled_fen AND refunded_by_court_fen = 0 END`,
)
export class AdvanceItem {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceApplication)
  applicationId: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  /** Place among all items of the case. */
  @Column('integer')
  ordinal: number;

  @Column('text')
  category: CostCategory;

  @Column('integer')
  instance: number;

  @Column('text')
  payee: string;

  /** What the money is for, in the applicant's words; null where a case file tells it. */
  @Column('text', { nullable: true })
  purpose: string | null;

  /** The account that was approved to be paid to, and what it was then; null where a case file tells it. */
  @ReferenceColumn(() => BankAccount, { nullable: true })
  bankAccountId: string | null;

  @Column('bytea', { nullable: true })
  accountFingerprint: Buffer | null;

  @FenColumn()
  appliedFen: Fen;

  @FenColumn(NONE)
  approvedFen: Fen;

  /** Net of payments that came back. */
  @FenColumn(NONE)
  paidFen: Fen;

  @FenColumn(NONE)
  settledFen: Fen;

  /** Settled once, and demanded back after false statements. */
  @FenColumn(NONE)
  revokedFen: Fen;

  @FenColumn(NONE)
  surplusDemandedFen: Fen;

  @FenColumn(NONE)
  surplusReturnedFen: Fen;

  @FenColumn(NONE)
  absorbedFen: Fen;

  @FenColumn(NONE)
  refundedByCourtFen: Fen;

  /** The hold on the special fund that approval placed. */
  @KernelIdColumn({ nullable: true })
  holdId: bigint | null;
}

/** Money sent to a payee; what of it the bank sent back. */
@Entity('advance_payment')
@Check('ck_advance_payment_amount', 'amount_fen > 0')
@Check('ck_advance_payment_returned', 'returned_fen BETWEEN 0 AND amount_fen')
export class AdvancePayment {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @BusinessDateColumn()
  paidOn: string;

  @Column('text')
  paidBy: string;

  @FenColumn()
  amountFen: Fen;

  @FenColumn(NONE)
  returnedFen: Fen;

  @KernelIdColumn()
  requestId: bigint;
}

/** An invoice that advances are settled with; an issuer's number is there once, for ever. */
@Entity('invoice')
@Unique(['issuer', 'number', 'scope'])
@Check('ck_invoice_amount', 'amount_fen > 0')
@Check('ck_invoice_used', 'used_fen BETWEEN 0 AND amount_fen')
export class Invoice {
  @IdColumn()
  id: string;

  /** The cost that it was first used for; null for an invoice that restoration is paid on. */
  @Index()
  @ReferenceColumn(() => AdvanceItem, { nullable: true })
  itemId: string | null;

  /** 0 for all real books together; a sandbox book's own id for that book. */
  @Column('integer')
  scope: number;

  @Column('text')
  issuer: string;

  @Column('text')
  number: string;

  @Column('text', { nullable: true })
  issuerTaxId: string | null;

  @BusinessDateColumn({ nullable: true })
  issuedOn: string | null;

  /** What it is made out for. */
  @FenColumn()
  amountFen: Fen;

  /** What of that is settled with or waits to be; all at once in a case file. */
  @FenColumn(NONE)
  usedFen: Fen;

  /** The day of its first use. */
  @BusinessDateColumn()
  settledOn: string;
}

/** A cost that the fund bears; who asked for it is not who approved it. */
@Entity('cost_absorption')
@Check('ck_cost_absorption_amount', 'amount_fen > 0')
@Check('ck_cost_absorption_people', 'requested_by <> approved_by')
@Unique(['approvalRequestId'])
export class CostAbsorption {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  absorbedOn: string;

  @Column('text')
  requestedBy: string;

  @Column('text')
  approvedBy: string;

  /** What approved it; null where a case file tells it. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}
