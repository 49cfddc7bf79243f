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
import type { BusinessDate } from '../calendar';
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { ServiceAgreement } from './agreement.entity';
import { Lawyer } from './law-firm.entity';

/** A firm takes on an instance of a case for an organization. Append-only by trigger. */
@Entity('legal_engagement')
@Unique(['approvalRequestId'])
@Index(['agreementId', 'caseId'])
@Check('ck_legal_engagement_instance', 'instance BETWEEN 1 AND 3')
@Check('ck_legal_engagement_fee', 'fee_fen > 0')
export class LegalEngagement {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => ServiceAgreement)
  agreementId: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  /** Who is represented. */
  @ReferenceColumn(() => Organization)
  organizationId: string;

  /** 1: first instance, 2: second instance, 3: retrial. */
  @Column('integer')
  instance: number;

  @FenColumn()
  feeFen: Fen;

  @BusinessDateColumn()
  engagedOn: BusinessDate;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** A lawyer who works on an engagement. Append-only by trigger. */
@Entity('legal_engagement_lawyer')
export class EngagementLawyer {
  @PrimaryColumn('uuid')
  @ForeignKey(() => LegalEngagement)
  engagementId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => Lawyer)
  lawyerId: string;
}

/** How a reviewer found the work on an engagement, once the case was over. Append-only by trigger. */
@Entity('legal_evaluation')
@Check(
  'ck_legal_evaluation_scores',
  'least(diligence, quality, timeliness) >= 1 AND greatest(diligence, quality, timeliness) <= 5',
)
export class LegalEvaluation {
  @PrimaryColumn('uuid')
  @ForeignKey(() => LegalEngagement)
  engagementId: string;

  /** When the work on the case was over. */
  @BusinessDateColumn()
  closedOn: BusinessDate;

  @Column('integer')
  diligence: number;

  @Column('integer')
  quality: number;

  @Column('integer')
  timeliness: number;

  @Column('text')
  opinion: string;

  @ReferenceColumn(() => Person)
  evaluatedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

export const TRAINING_KINDS = ['training', 'guidance'] as const;
export type TrainingKind = (typeof TRAINING_KINDS)[number];

/** Training for organizations and lawyers, or guidance on their work. Append-only by trigger. */
@Entity('training_record')
@Index(['bookId', 'heldOn'])
@Check('ck_training_record_kind', oneOf('kind', TRAINING_KINDS))
@Check('ck_training_record_attended', 'cardinality(attended) > 0')
export class TrainingRecord {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  kind: TrainingKind;

  @BusinessDateColumn()
  heldOn: BusinessDate;

  @Column('text')
  topic: string;

  /** Who held it. */
  @Column('text')
  heldBy: string;

  /** Organizations and lawyers who were there. */
  @Column('text', { array: true })
  attended: string[];

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

/** A document of a training record. Append-only by trigger. */
@Entity('training_document')
export class TrainingDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => TrainingRecord)
  trainingId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}
