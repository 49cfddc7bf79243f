import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { AdvanceItem } from '../advances';
import { Person } from '../identity';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  ReferenceColumn,
} from '../platform/database/columns';

/** An acceptance fee, or a part of it, that the court gave back. Append-only by trigger. */
@Entity('court_refund')
@Unique(['recordedById', 'actKey'])
@Check('ck_court_refund_amount', 'amount_fen > 0')
export class CourtRefund {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  refundedOn: string;

  @Column('text')
  bankReference: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  /** SHA-256 of the idempotency key. */
  @Column('text')
  actKey: string;
}
