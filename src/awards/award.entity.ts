import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  ReferenceColumn,
} from '../platform/database/columns';
import { AwardAssessment } from './assessment.entity';

/** What a defendant paid to the treasury as a sanction; it sizes the quota, it is never our money. */
@Entity('sanction')
@Unique(['approvalRequestId'])
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

  /** The paper that shows it; null where a case file tells it, as is the request. */
  @ReferenceColumn(() => Document, { nullable: true })
  documentId: string | null;

  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;
}

const NONE = { default: 0 } as const;

/** An award of a case; one is in force at most. */
@Entity('award')
@Unique(['assessmentId'])
@Unique(['approvalRequestId'])
@Index('uq_award_in_force', ['caseId'], { unique: true, where: 'recalled_on IS NULL' })
@Index(['caseId'])
@Check('ck_award_decided', 'num_nonnulls(assessment_id, approval_request_id) IN (0, 2)')
@Check(
  'ck_award_released',
  `least(released_sanction_quota_fen, released_award_fund_fen) >= 0
   AND paid_from_sanction_quota_fen + released_sanction_quota_fen <= from_sanction_quota_fen
   AND paid_from_award_fund_fen + released_award_fund_fen <= from_award_fund_fen`,
)
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

  @FenColumn(NONE)
  paidFromSanctionQuotaFen: Fen;

  @FenColumn(NONE)
  paidFromAwardFundFen: Fen;

  /** Recalled before it was paid. */
  @FenColumn(NONE)
  releasedSanctionQuotaFen: Fen;

  @FenColumn(NONE)
  releasedAwardFundFen: Fen;

  /** What it was assessed by; null where a case file tells it, as is the request. */
  @ReferenceColumn(() => AwardAssessment, { nullable: true })
  assessmentId: string | null;

  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;

  /** When it was recalled in whole. */
  @BusinessDateColumn({ nullable: true })
  recalledOn: string | null;

  @KernelIdColumn({ nullable: true })
  sanctionQuotaHoldId: bigint | null;

  @KernelIdColumn({ nullable: true })
  awardFundHoldId: bigint | null;
}

/** An organization's part of an award. */
@Entity('award_share')
@Unique(['awardId', 'organizationId'])
@Check('ck_award_share_amount', 'amount_fen >= 0')
@Check(
  'ck_award_share_released',
  `released_fen BETWEEN 0 AND amount_fen
   AND (paid_on IS NULL OR paid_sanction_quota_fen + paid_award_fund_fen = amount_fen - released_fen)`,
)
@Check(
  'ck_award_share_paid',
  `least(paid_sanction_quota_fen, paid_award_fund_fen) >= 0
   AND (paid_on IS NOT NULL OR paid_sanction_quota_fen + paid_award_fund_fen = 0)`,
)
@Check(
  'ck_award_share_returned',
  `owed_sanction_quota_fen BETWEEN 0 AND paid_sanction_quota_fen
   AND owed_award_fund_fen BETWEEN 0 AND paid_award_fund_fen
   AND returned_sanction_quota_fen BETWEEN 0 AND owed_sanction_quota_fen
   AND returned_award_fund_fen BETWEEN 0 AND owed_award_fund_fen`,
)
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

  /** Recalled before it was paid. */
  @FenColumn(NONE)
  releasedFen: Fen;

  @FenColumn(NONE)
  paidSanctionQuotaFen: Fen;

  @FenColumn(NONE)
  paidAwardFundFen: Fen;

  /** Recalled after it was paid: the organization owes it back. */
  @FenColumn(NONE)
  owedSanctionQuotaFen: Fen;

  @FenColumn(NONE)
  owedAwardFundFen: Fen;

  @FenColumn(NONE)
  returnedSanctionQuotaFen: Fen;

  @FenColumn(NONE)
  returnedAwardFundFen: Fen;
}
