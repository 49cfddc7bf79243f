import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import type { BusinessDate } from '../calendar';
import { Document } from '../documents';
import { INSTALMENT_DUES, type InstalmentDue } from '../law';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { LawFirm } from './law-firm.entity';

/**
 * An agreement with a law firm. What of it is used is the sum of the fees of its engagements; a trigger
 * keeps it, and a CHECK keeps it within the limit in all.
 */
@Entity('service_agreement')
@Unique(['bookId', 'number'])
@Unique(['approvalRequestId'])
@Check('ck_service_agreement_term', 'from_on <= until_on')
@Check(
  'ck_service_agreement_limits',
  '0 < cap_per_instance_fen AND cap_per_instance_fen <= cap_per_case_fen AND cap_per_case_fen <= cap_in_all_fen',
)
@Check('ck_service_agreement_used', 'used_fen BETWEEN 0 AND cap_in_all_fen')
@Check(
  'ck_service_agreement_ended',
  '(ended_on IS NULL) = (end_reason IS NULL) AND (ended_on IS NULL) = (end_request_id IS NULL)',
)
export class ServiceAgreement {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => LawFirm)
  lawFirmId: string;

  @Column('text')
  number: string;

  /** First and last day on which something may be engaged under it. */
  @BusinessDateColumn()
  fromOn: BusinessDate;

  @BusinessDateColumn()
  untilOn: BusinessDate;

  @Column('text')
  scope: string;

  @FenColumn()
  capPerCaseFen: Fen;

  @FenColumn()
  capPerInstanceFen: Fen;

  @FenColumn()
  capInAllFen: Fen;

  @FenColumn({ default: 0 })
  usedFen: Fen;

  /** Last day, where it was ended early. */
  @BusinessDateColumn({ nullable: true })
  endedOn: BusinessDate | null;

  @Column('text', { nullable: true })
  endReason: string | null;

  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  endRequestId: string | null;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}

/** A part of the fee of a case, and when it falls due. Append-only by trigger. */
@Entity('service_agreement_instalment')
@Check('ck_service_agreement_instalment_due', oneOf('due', INSTALMENT_DUES))
@Check(
  'ck_service_agreement_instalment_part',
  '(basis_points IS NULL) <> (amount_fen IS NULL) AND coalesce(basis_points, amount_fen) > 0',
)
export class AgreementInstalment {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ServiceAgreement)
  agreementId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  due: InstalmentDue;

  /** Share of the fee in hundredths of a percent. */
  @Column('integer', { nullable: true })
  basisPoints: number | null;

  @FenColumn({ nullable: true })
  amountFen: Fen | null;
}

/** A document of an agreement. Append-only by trigger. */
@Entity('service_agreement_document')
export class AgreementDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ServiceAgreement)
  agreementId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}
