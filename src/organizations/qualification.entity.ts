import { Check, Column, Entity, Unique } from 'typeorm';
import type { BusinessDate } from '../calendar';
import { LitigationCase } from '../cases';
import type { QualificationStatus } from '../law';
import { BusinessDateColumn, IdColumn, ReferenceColumn } from '../platform/database/columns';
import { Organization } from './organization.entity';

/** The verdict on an organization as of the day a case was filed. */
@Entity('qualification')
@Unique(['caseId', 'organizationId'])
@Check('ck_qualification_status', `status IN ('eligible', 'manual_review', 'ineligible')`)
export class Qualification {
  @IdColumn()
  id: string;

  /** The case whose filing day counts. */
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @ReferenceColumn(() => Organization)
  organizationId: string;

  @BusinessDateColumn()
  asOf: BusinessDate;

  @Column('text')
  status: QualificationStatus;

  @Column('text', { array: true })
  reasons: string[];

  @Column('text')
  ruleVersion: string;

  /** It was entered as a plaintiff by mistake, which was told later. */
  @Column('boolean', { default: false })
  isRevoked: boolean;
}
