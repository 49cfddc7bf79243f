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
import { Book } from '../ledger';
import { Organization } from '../organizations';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';

/** What an organization may be honoured by (精神奖励): no money goes with it. Source: 吉环法字〔2015〕4号 三(二). */
export const HONOUR_KINDS = ['commendation', 'certificate', 'advanced_unit'] as const;
export type HonourKind = (typeof HONOUR_KINDS)[number];

/** An honour of an organization, under a number of its book and year. Append-only by trigger. */
@Entity('honour')
@Unique(['bookId', 'year', 'ordinal'])
@Unique(['approvalRequestId'])
@Check('ck_honour_kind', oneOf('kind', HONOUR_KINDS))
@Check('ck_honour_year', 'year = extract(year FROM granted_on) AND ordinal > 0')
export class Honour {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => Organization)
  organizationId: string;

  @Column('text')
  kind: HonourKind;

  @Column('integer')
  year: number;

  @Column('integer')
  ordinal: number;

  @BusinessDateColumn()
  grantedOn: BusinessDate;

  /** As it was called then. */
  @Column('text')
  organizationName: string;

  /** What it is honoured for. */
  @Column('text')
  ground: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}

/** A case that an honour is given for. Append-only by trigger. */
@Entity('honour_case')
export class HonourCase {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Honour)
  honourId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => LitigationCase)
  caseId: string;
}

/** A document that an honour rests on. Append-only by trigger. */
@Entity('honour_document')
export class HonourDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Honour)
  honourId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}

/** An honour that was taken back; its row stays. Append-only by trigger. */
@Entity('honour_revocation')
@Unique(['approvalRequestId'])
export class HonourRevocation {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Honour)
  honourId: string;

  @BusinessDateColumn()
  revokedOn: BusinessDate;

  @Column('text')
  reason: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
