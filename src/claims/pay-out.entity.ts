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
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { BankAccount } from '../payees';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

/** What goes out to others, each by an approval of its kind. */
export const PAID_OUT_KINDS = [
  'overpayment_refund',
  'cost_reimbursement',
  'damages_remittance',
  'interest_remittance',
  'award_payment',
  'milestone_payment',
  'damage_surplus',
  'cross_case_cost',
] as const;
export type PaidOutKind = (typeof PAID_OUT_KINDS)[number];

/** What pays a milestone of a restoration plan has its place beside them. */
const KINDS = [...PAID_OUT_KINDS, 'milestone_payment'];

/** Money of defendants that went out again, and to which account. Append-only by trigger. */
@Entity('pay_out')
@Unique(['approvalRequestId'])
@Check('ck_pay_out_amount', 'amount_fen > 0')
@Check('ck_pay_out_kind', oneOf('kind', KINDS))
@Check(
  'ck_pay_out_payee',
  `(payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement', 'award_payment'))`,
)
export class PayOut {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  kind: PaidOutKind;

  /** The defendant or the organization; null for the treasury and for whoever restores. */
  @Column('uuid', { nullable: true })
  payeeId: string | null;

  @FenColumn()
  amountFen: Fen;

  @ReferenceColumn(() => BankAccount)
  bankAccountId: string;

  /** Of the account as it was approved. */
  @Column('bytea')
  accountFingerprint: Buffer;

  @BusinessDateColumn()
  paidOn: string;

  /** What the key of its posting request begins with. */
  @Column('text')
  postingKey: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** The bank sent it back (退汇), in whole. Append-only by trigger. */
@Entity('pay_out_return')
export class PayOutReturn {
  @PrimaryColumn('uuid')
  @ForeignKey(() => PayOut)
  payOutId: string;

  @BusinessDateColumn()
  returnedOn: string;

  @Column('text', { nullable: true })
  bankReference: string | null;

  @Column('text')
  reason: string;

  /** By which it had gone out; whoever had a part in it does not record the return. */
  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
