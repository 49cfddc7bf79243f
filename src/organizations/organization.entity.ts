import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { BusinessDate } from '../calendar';
import type { OrganizationKind } from '../law';
import { Book } from '../ledger';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';

/** Whether an organization of the register may ask for money. */
export const ORGANIZATION_STATES = ['registered', 'suspended', 'deregistered'] as const;
export type OrganizationState = (typeof ORGANIZATION_STATES)[number];

/** The file of a social organization (统一建立档案): the facts its qualification is judged by. */
@Entity('organization')
@Unique(['bookId', 'ref'])
@Check('ck_organization_state', oneOf('state', ORGANIZATION_STATES))
@Check('ck_organization_version', 'version > 0')
@Check(
  'ck_organization_kind',
  `kind IN ('social_association', 'social_service_organization', 'foundation', 'other')`,
)
export class Organization {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  ref: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: OrganizationKind;

  /** Unified social credit code, as given. */
  @Index()
  @Column('text')
  uscc: string;

  /** Region of the registrar when it is not the one in the credit code. */
  @Column('text', { nullable: true })
  registrarRegion: string | null;

  @BusinessDateColumn()
  registeredOn: BusinessDate;

  /** Start of earlier activity that is evidenced. */
  @BusinessDateColumn({ nullable: true })
  activeSince: BusinessDate | null;

  /** Years for which annual reports are on file. */
  @Column('integer', { array: true })
  annualReportYears: number[];

  @BusinessDateColumn({ nullable: true })
  cleanRecordStatementOn: BusinessDate | null;

  @Column('boolean')
  charterRelated: boolean;

  /** Who reviewed what only a person can judge. */
  @Column('text', { nullable: true })
  reviewedBy: string | null;

  /** Whether it may ask for money; why it may not is in its standing. */
  @Column('text', { default: 'registered' })
  state: OrganizationState;

  /** One more with each change of its file. */
  @Column('integer', { default: 1 })
  version: number;

  /** Last day of its registration certificate. */
  @BusinessDateColumn({ nullable: true })
  validUntil: BusinessDate | null;

  /** Where notices go. */
  @Column('text', { nullable: true })
  email: string | null;
}

/** A penalty on record against an organization. */
@Entity('organization_penalty')
@Check('ck_organization_penalty_cause', `cause IN ('business', 'other')`)
export class OrganizationPenalty {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Organization)
  organizationId: string;

  @BusinessDateColumn()
  decidedOn: BusinessDate;

  @Column('text')
  cause: 'business' | 'other';
}
