import { Check, Column, Entity, ForeignKey } from 'typeorm';
import type { Pool } from '../accounting';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
} from '../platform/database/columns';

/** Budget money put into a pool. */
@Entity('appropriation')
@Check('ck_appropriation_amount', 'amount_fen > 0')
@Check(
  'ck_appropriation_pool',
  `pool IN ('special_fund', 'award_fund', 'sanction_quota', 'damage_fund')`,
)
export class Appropriation {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  pool: Pool;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  appropriatedOn: string;

  @KernelIdColumn()
  requestId: bigint;
}
