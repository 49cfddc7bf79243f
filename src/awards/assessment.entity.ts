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
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import { Person } from '../identity';
import type { Explanation } from '../law';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  ReferenceColumn,
} from '../platform/database/columns';

const NOW = { type: 'timestamptz', default: () => 'clock_timestamp()' } as const;

/** The award of a case as it was computed and kept (核定). It stays as it was made; one of a case stands at most. */
@Entity('award_assessment')
@Unique(['assessedById', 'actKey'])
@Index('uq_award_assessment_in_force', ['caseId'], { unique: true, where: 'voided_at IS NULL' })
@Index(['caseId'])
@Check(
  'ck_award_assessment_amount',
  `from_sanction_quota_fen >= 0 AND from_award_fund_fen >= 0
   AND from_sanction_quota_fen + from_award_fund_fen > 0 AND base_fen >= 0`,
)
@Check('ck_award_assessment_hash', 'octet_length(inputs_hash) = 32')
@Check('ck_award_assessment_version', 'policy_version >= 0')
@Check('ck_award_assessment_void', 'num_nonnulls(void_reason, voided_by_id, voided_at) IN (0, 3)')
export class AwardAssessment {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  /** Of the bureau's policy of awards; 0 is what is built in. */
  @Column('integer')
  policyVersion: number;

  @Column('jsonb')
  inputs: Explanation['inputs'];

  /** SHA-256 of the inputs and the version of the policy. */
  @Column('bytea')
  inputsHash: Buffer;

  @Column('jsonb')
  sheet: Explanation;

  @FenColumn()
  baseFen: Fen;

  @FenColumn()
  fromSanctionQuotaFen: Fen;

  @FenColumn()
  fromAwardFundFen: Fen;

  @BusinessDateColumn()
  assessedOn: string;

  @ReferenceColumn(() => Person)
  assessedById: string;

  @CreateDateColumn(NOW)
  assessedAt: Date;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;

  @Column('text', { nullable: true })
  voidReason: string | null;

  @ReferenceColumn(() => Person, { nullable: true })
  voidedById: string | null;

  @Column('timestamptz', { nullable: true })
  voidedAt: Date | null;
}

/** What a plaintiff is to get. Append-only by trigger. */
@Entity('award_assessment_share')
@Unique(['assessmentId', 'ordinal'])
@Check('ck_award_assessment_share_amount', 'amount_fen >= 0')
export class AwardAssessmentShare {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardAssessment)
  assessmentId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => Organization)
  organizationId: string;

  @Column('integer')
  ordinal: number;

  /** As the plaintiffs agreed; null where they agreed on none. */
  @Column('text', { nullable: true })
  ratio: string | null;

  @FenColumn()
  amountFen: Fen;
}

/** An assessment is shown to the public (公示). Append-only by trigger. */
@Entity('award_notice')
@Check('ck_award_notice_days', 'until_on > from_on')
export class AwardNotice {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardAssessment)
  assessmentId: string;

  @BusinessDateColumn()
  fromOn: string;

  /** The last day on which one may object. */
  @BusinessDateColumn()
  untilOn: string;

  /** How one objects. */
  @Column('text')
  way: string;

  @ReferenceColumn(() => Person)
  publishedById: string;

  @CreateDateColumn(NOW)
  publishedAt: Date;
}

/** Somebody objects (异议). Append-only by trigger. */
@Entity('award_objection')
@Unique(['recordedById', 'actKey'])
export class AwardObjection {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AwardAssessment)
  assessmentId: string;

  @Column('text')
  objector: string;

  @BusinessDateColumn()
  objectedOn: string;

  @Column('text')
  objection: string;

  @ReferenceColumn(() => Document, { nullable: true })
  documentId: string | null;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn(NOW)
  recordedAt: Date;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}

/** What another person decided on an objection. Append-only by trigger. */
@Entity('award_objection_decision')
export class AwardObjectionDecision {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AwardObjection)
  objectionId: string;

  @Column('boolean')
  upheld: boolean;

  @Column('text')
  reason: string;

  @ReferenceColumn(() => Person)
  decidedById: string;

  @CreateDateColumn(NOW)
  decidedAt: Date;
}
