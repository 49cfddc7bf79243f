import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { Defendant, LitigationCase } from '../cases';
import { Document } from '../documents';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';

/** What secures a deferral: somebody who vouches for the debt, or a thing (保证人、担保财产). */
export const SECURITIES = ['guarantor', 'collateral'] as const;
export type Security = (typeof SECURITIES)[number];

/**
 * Enforcement against a defendant that the court deferred on security (暂缓执行). Interest runs meanwhile.
 * Append-only by trigger. Source: 民事诉讼法 art 242 (2023).
 */
@Entity('enforcement_deferral')
@Unique(['approvalRequestId'])
@Check('ck_enforcement_deferral_security', oneOf('security', SECURITIES))
@Check(
  'ck_enforcement_deferral_days',
  `until_on >= from_on AND until_on <= (from_on + interval '1 year')::date`,
)
export class EnforcementDeferral {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Index()
  @ReferenceColumn(() => Defendant)
  defendantId: string;

  @BusinessDateColumn()
  fromOn: string;

  /** The last day of it. */
  @BusinessDateColumn()
  untilOn: string;

  @Column('text')
  security: Security;

  /** Who vouches, or what was given by whom. */
  @Column('text')
  securedBy: string;

  @ReferenceColumn(() => Document)
  documentId: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}
