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
import { Document } from '../documents';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { Organization } from './organization.entity';

export const EVIDENCE_KINDS = [
  'registration_certificate',
  'charter',
  'annual_report',
  'clean_record_statement',
  'activity_proof',
  'other',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const STANDING_ACTIONS = ['penalty', 'suspend', 'resume', 'deregister'] as const;
export type StandingAction = (typeof STANDING_ACTIONS)[number];

/** What the file of an organization said from one change to the next. Append-only by trigger. */
@Entity('organization_version')
@Unique(['approvalRequestId'])
@Check('ck_organization_version_version', 'version > 0')
export class OrganizationVersion {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Organization)
  organizationId: string;

  @PrimaryColumn('integer')
  version: number;

  /** Everything that was known, as it was approved. */
  @Column('jsonb')
  facts: unknown;

  @Column('text')
  reason: string;

  /** Who entered it. */
  @Column('text')
  enteredBy: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

/** A document that a version of the file rests on. Append-only by trigger. */
@Entity('organization_evidence')
@Check('ck_organization_evidence_kind', oneOf('kind', EVIDENCE_KINDS))
@Check('ck_organization_evidence_year', `(kind = 'annual_report') = (year IS NOT NULL)`)
export class OrganizationEvidence {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Organization)
  organizationId: string;

  @PrimaryColumn('integer')
  version: number;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  kind: EvidenceKind;

  /** Which year an annual report is about. */
  @Column('integer', { nullable: true })
  year: number | null;

  @ReferenceColumn(() => Document)
  documentId: string;

  /** Last day on which it proves anything. */
  @BusinessDateColumn({ nullable: true })
  validUntil: BusinessDate | null;
}

/** What a reviewer found about what only a person can judge. Append-only by trigger. */
@Entity('organization_opinion')
@Unique(['approvalRequestId'])
export class OrganizationOpinion {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Organization)
  organizationId: string;

  /** The day as of which it was judged. */
  @BusinessDateColumn()
  asOf: BusinessDate;

  /** Whether the soft reasons stand in the way no longer. */
  @Column('boolean')
  favourable: boolean;

  @Column('text')
  opinion: string;

  /** Who gave it, and who approved it. */
  @Column('text')
  givenBy: string;

  @Column('text')
  approvedBy: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

/** What changed whether an organization may ask for money. Append-only by trigger. */
@Entity('organization_standing')
@Unique(['approvalRequestId'])
@Check('ck_organization_standing_action', oneOf('action', STANDING_ACTIONS))
export class OrganizationStanding {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Organization)
  organizationId: string;

  @Column('text')
  action: StandingAction;

  @BusinessDateColumn()
  effectiveOn: BusinessDate;

  @Column('text')
  reason: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
