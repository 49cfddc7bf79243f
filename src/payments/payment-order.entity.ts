import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AdvanceItem } from '../advances';
import { ApprovalRequest } from '../approvals';
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

/** What may become of a payment that was ordered. */
export const PAYMENT_RESULTS = ['paid', 'bounced', 'unknown'] as const;
export type PaymentResultName = (typeof PAYMENT_RESULTS)[number];

export const LINE_STATES = ['waiting', ...PAYMENT_RESULTS] as const;
export type LineState = (typeof LINE_STATES)[number];

/** Approved costs that are to be paid (付款单), numbered without a gap. Append-only by trigger. */
@Entity('payment_order')
@Unique(['bookId', 'year', 'ordinal'])
@Unique(['madeById', 'actKey'])
@Check('ck_payment_order_ordinal', 'ordinal > 0')
@Check('ck_payment_order_year', 'year = extract(year FROM made_on)')
export class PaymentOrder {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('integer')
  year: number;

  @Column('integer')
  ordinal: number;

  @ReferenceColumn(() => Person)
  madeById: string;

  @BusinessDateColumn()
  madeOn: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;

  /** SHA-256 of the idempotency key, and of what was sent under it. */
  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}

/** One payment of an order; its state is its last result, by trigger. */
@Entity('payment_order_line')
@Unique(['orderId', 'ordinal'])
@Unique(['orderId', 'itemId'])
@Index('ix_payment_order_line_open', ['orderId'], { where: `state IN ('waiting', 'unknown')` })
@Check('ck_payment_order_line_amount', 'amount_fen > 0')
@Check('ck_payment_order_line_state', oneOf('state', LINE_STATES))
export class PaymentOrderLine {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => PaymentOrder)
  orderId: string;

  @Column('integer')
  ordinal: number;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  /** The request by which the cost was approved; whoever had a part in it pays nothing of it. */
  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @ReferenceColumn(() => BankAccount)
  bankAccountId: string;

  @Column('bytea')
  accountFingerprint: Buffer;

  @FenColumn()
  amountFen: Fen;

  @Column('text', { default: 'waiting' })
  state: LineState;
}

/** What a cashier found to have become of a line. Append-only by trigger. */
@Entity('payment_result')
@Unique(['lineId', 'ordinal'])
@Check('ck_payment_result_result', oneOf('result', PAYMENT_RESULTS))
@Check('ck_payment_result_reason', `result = 'paid' OR reason IS NOT NULL`)
export class PaymentResult {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => PaymentOrderLine)
  lineId: string;

  /** From 1. */
  @Column('integer')
  ordinal: number;

  @Column('text')
  result: PaymentResultName;

  @BusinessDateColumn()
  resultOn: string;

  @Column('text', { nullable: true })
  bankReference: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
