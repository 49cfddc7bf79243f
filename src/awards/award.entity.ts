import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { LitigationCase } from '../cases';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  ReferenceColumn,
} from '../platform/database/columns';

/** What a defendant paid to the treasury as a sanction; it sizes the quota, it is never our money. */
@Entity('sanction')
@Check('ck_sanction_amount', 'amount_paid_fen > 0')
@Check('ck_sanction_grade', 'grade IN (1, 2, 3)')
export class Sanction {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @BusinessDateColumn()
  paidOn: string;

  @FenColumn()
  amountPaidFen: Fen;

  @Column('integer')
  grade: 1 | 2 | 3;
}

/** The award of a case, at most one. */
@Entity('award')
@Unique(['caseId'])
@Check(
  'ck_award_amount',
  'from_sanction_quota_fen >= 0 AND from_award_fund_fen >= 0 AND from_sanction_quota_fen + from_award_fund_fen > 0',
)
@Check(
  'ck_award_paid',
  'paid_from_sanction_quota_fen BETWEEN 0 AND from_sanction_quota_fen AND paid_from_award_fund_fen BETWEEN 0 AND from_award_fund_fen',
)
export class Award {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  @BusinessDateColumn()
  decidedOn: string;

  /** Damages principal received when it was made. */
  @FenColumn()
  baseFen: Fen;

  @FenColumn()
  fromSanctionQuotaFen: Fen;

  @FenColumn()
  fromAwardFundFen: Fen;

  @FenColumn({ default: 0 })
  paidFromSanctionQuotaFen: Fen;

  @FenColumn({ default: 0 })
  paidFromAwardFundFen: Fen;

  @KernelIdColumn({ nullable: true })
  sanctionQuotaHoldId: bigint | null;

  @KernelIdColumn({ nullable: true })
  awardFundHoldId: bigint | null;
}

/** An organization's part of an award. */
@Entity('award_share')
@Unique(['awardId', 'organizationId'])
@Check('ck_award_share_amount', 'amount_fen >= 0')
export class AwardShare {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Award)
  awardId: string;

  @ReferenceColumn(() => Organization)
  organizationId: string;

  @Column('integer')
  ordinal: number;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn({ nullable: true })
  paidOn: string | null;
}
