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
import { Document } from '../documents';
import { Person } from '../identity';
import type { AwardPool } from '../law';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { Award, AwardShare } from './award.entity';

const NOW = { type: 'timestamptz', default: () => 'clock_timestamp()' } as const;

/** An award was taken back, in whole or down to a new amount. Append-only by trigger. */
@Entity('award_recall')
@Unique(['approvalRequestId'])
@Check(
  'ck_award_recall_amounts',
  'left_fen >= 0 AND left_fen < former_fen AND (NOT whole OR left_fen = 0)',
)
export class AwardRecall {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Award)
  awardId: string;

  @Column('boolean')
  whole: boolean;

  @FenColumn()
  formerFen: Fen;

  @FenColumn()
  leftFen: Fen;

  @Column('text')
  reason: string;

  @BusinessDateColumn()
  recalledOn: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** What of it was not paid yet, and what is owed back, by share and pool. Append-only by trigger. */
@Entity('award_recall_part')
@Check(
  'ck_award_recall_part_amounts',
  'least(released_fen, owed_fen) >= 0 AND released_fen + owed_fen > 0',
)
@Check('ck_award_recall_part_pool', oneOf('pool', ['sanction_quota', 'award_fund']))
export class AwardRecallPart {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardRecall)
  recallId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardShare)
  shareId: string;

  @PrimaryColumn('text')
  pool: AwardPool;

  @FenColumn()
  releasedFen: Fen;

  @FenColumn()
  owedFen: Fen;
}

/** An organization returned what it owed back. Append-only by trigger. */
@Entity('award_return')
@Unique(['recordedById', 'actKey'])
@Check(
  'ck_award_return_amount',
  'least(sanction_quota_fen, award_fund_fen) >= 0 AND sanction_quota_fen + award_fund_fen > 0',
)
export class AwardReturn {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AwardShare)
  shareId: string;

  @FenColumn()
  sanctionQuotaFen: Fen;

  @FenColumn()
  awardFundFen: Fen;

  @BusinessDateColumn()
  returnedOn: string;

  @Column('text')
  bankReference: string;

  /** The recall; whoever had a part in it does not record the return. */
  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn(NOW)
  recordedAt: Date;

  @Column('text')
  actKey: string;
}

/** What an award may be used for: work for the environment that is for the public; `none_yet` where nothing was. */
export const USE_PURPOSES = [
  'restoration',
  'litigation',
  'monitoring',
  'education',
  'research',
  'volunteers',
  'none_yet',
] as const;
export type UsePurpose = (typeof USE_PURPOSES)[number];

/** What an organization used its award for in a year (奖励使用报告). Append-only by trigger. */
@Entity('award_use_report')
@Unique(['reportedById', 'actKey'])
@Index(['shareId', 'year'])
@Check('ck_award_use_report_amount', 'amount_fen >= 0')
@Check(
  'ck_award_use_report_purpose',
  `${oneOf('purpose', USE_PURPOSES)} AND (purpose = 'none_yet') = (amount_fen = 0)`,
)
export class AwardUseReport {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => AwardShare)
  shareId: string;

  @Column('integer')
  year: number;

  @Column('text')
  purpose: UsePurpose;

  @FenColumn()
  amountFen: Fen;

  @Column('text')
  use: string;

  @ReferenceColumn(() => Person)
  reportedById: string;

  @CreateDateColumn(NOW)
  reportedAt: Date;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}

/** A paper that shows a use. Append-only by trigger. */
@Entity('award_use_document')
export class AwardUseDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardUseReport)
  reportId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => Document)
  documentId: string;
}
