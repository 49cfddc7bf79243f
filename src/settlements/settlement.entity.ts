import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AdvanceApplication, AdvanceItem, Invoice } from '../advances';
import { Document } from '../documents';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import type { ReadInvoice } from './compare-invoice';

export const SETTLEMENT_STATES = ['submitted', 'accepted', 'rejected'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** Receipts that were sent in together for an application. Append-only by trigger. */
@Entity('settlement_submission')
@Unique(['submittedById', 'actKey'])
export class SettlementSubmission {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceApplication)
  applicationId: string;

  @ReferenceColumn(() => Person)
  submittedById: string;

  @BusinessDateColumn()
  submittedOn: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  submittedAt: Date;

  /** SHA-256 of the idempotency key, and of what was sent under it. */
  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}

/** A part of an invoice that is to settle a part of a cost; decided once, by trigger. */
@Entity('settlement_line')
@Unique(['submissionId', 'ordinal'])
@Index('ix_settlement_line_submitted', ['id'], { where: `state = 'submitted'` })
@Index(['state', 'id'])
@Check('ck_settlement_line_amount', 'amount_fen > 0')
@Check('ck_settlement_line_e_invoice', 'octet_length(e_invoice::text) <= 4096')
@Check('ck_settlement_line_state', oneOf('state', SETTLEMENT_STATES))
@Check(
  'ck_settlement_line_decided',
  `(state = 'submitted') = (decided_by_id IS NULL) AND (state = 'submitted') = (decided_on IS NULL)`,
)
@Check('ck_settlement_line_people', 'decided_by_id <> submitted_by_id')
@Check('ck_settlement_line_reason', `state <> 'rejected' OR reason IS NOT NULL`)
export class SettlementLine {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => SettlementSubmission)
  submissionId: string;

  @Column('integer')
  ordinal: number;

  /** That of its application; kept by trigger. */
  @Column({ type: 'integer', insert: false, update: false })
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @Index()
  @ReferenceColumn(() => Invoice)
  invoiceId: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  /** What of the invoice is used for the cost. */
  @FenColumn()
  amountFen: Fen;

  /** What the file said of itself when it was submitted; null: it holds nothing for programs. */
  @Column('jsonb', { nullable: true })
  eInvoice: ReadInvoice | null;

  @ReferenceColumn(() => Person)
  submittedById: string;

  @Column('text', { default: 'submitted' })
  state: SettlementState;

  @ReferenceColumn(() => Person, { nullable: true })
  decidedById: string | null;

  @BusinessDateColumn({ nullable: true })
  decidedOn: string | null;

  @Column('text', { nullable: true })
  reason: string | null;
}
