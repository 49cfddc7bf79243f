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
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

export const LAW_FIRM_STATES = ['registered', 'suspended', 'removed'] as const;
export type LawFirmState = (typeof LAW_FIRM_STATES)[number];

export const SOURCE_KINDS = ['recommended_list', 'tender'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const TENDER_METHODS = [
  'open_tender',
  'invited_tender',
  'competitive_negotiation',
  'competitive_consultation',
  'inquiry',
  'single_source',
] as const;
export type TenderMethod = (typeof TENDER_METHODS)[number];

/** A law firm of the register (律师团队). */
@Entity('law_firm')
@Unique(['bookId', 'uscc'])
@Check('ck_law_firm_state', oneOf('state', LAW_FIRM_STATES))
@Check('ck_law_firm_uscc', `uscc ~ '^31[0-9A-Z]{16}$'`)
@Check('ck_law_firm_version', 'version > 0')
export class LawFirm {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  /** Unified social credit code. */
  @Column('text')
  uscc: string;

  @Column('text')
  name: string;

  /** Of its licence to practise (律师事务所执业许可证号). */
  @Column('text')
  licenceNumber: string;

  /** GB/T 2260 region in which it practises. */
  @Column('text')
  region: string;

  @Column('text')
  state: LawFirmState;

  @Column('integer')
  version: number;
}

/** What the register said of a firm from one change to the next, and where it was found. Append-only by trigger. */
@Entity('law_firm_version')
@Unique(['approvalRequestId'])
@Check('ck_law_firm_version_version', 'version > 0')
@Check('ck_law_firm_version_source', oneOf('source_kind', SOURCE_KINDS))
@Check('ck_law_firm_version_method', oneOf('tender_method', TENDER_METHODS))
@Check(
  'ck_law_firm_version_tender',
  `(source_kind = 'tender') = (tender_method IS NOT NULL) AND (source_kind = 'tender') = (bidders IS NOT NULL) AND (source_kind = 'tender') = (winning_price_fen IS NOT NULL)`,
)
@Check(
  'ck_law_firm_version_authority',
  `(source_kind = 'recommended_list') = (authority IS NOT NULL)`,
)
@Check('ck_law_firm_version_amounts', 'bidders > 0 AND winning_price_fen > 0')
export class LawFirmVersion {
  @PrimaryColumn('uuid')
  @ForeignKey(() => LawFirm)
  lawFirmId: string;

  @PrimaryColumn('integer')
  version: number;

  /** Everything that was known, as it was approved. */
  @Column('jsonb')
  facts: unknown;

  @Column('text')
  sourceKind: SourceKind;

  /** Of the list or of the tender. */
  @Column('text')
  sourceNumber: string;

  @BusinessDateColumn()
  sourceOn: BusinessDate;

  /** Who published the list. */
  @Column('text', { nullable: true })
  authority: string | null;

  @Column('text', { nullable: true })
  tenderMethod: TenderMethod | null;

  @Column('integer', { nullable: true })
  bidders: number | null;

  @FenColumn({ nullable: true })
  winningPriceFen: Fen | null;

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

/** A document that a version rests on. Append-only by trigger. */
@Entity('law_firm_document')
export class LawFirmDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => LawFirm)
  lawFirmId: string;

  @PrimaryColumn('integer')
  version: number;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}

/** A lawyer of a firm: of the person nothing but the name and the number of the licence. */
@Entity('lawyer')
@Unique(['lawFirmId', 'licenceNumber'])
@Check('ck_lawyer_state', oneOf('state', ['active', 'left']))
export class Lawyer {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LawFirm)
  lawFirmId: string;

  @Column('text')
  name: string;

  /** Of the licence to practise (律师执业证号). */
  @Column('text')
  licenceNumber: string;

  /** Field of practice. */
  @Column('text')
  field: string;

  @Column('text')
  state: 'active' | 'left';
}
