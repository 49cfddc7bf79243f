import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import { CROSS_CASE_COSTS, type CrossCaseCategory, SURPLUS_USES, type SurplusUse } from '../law';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  KernelIdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { RestorationPlan } from './damage-fund.entity';

/** Where money of a case goes that its plans left. Append-only by trigger. */
@Entity('damage_surplus')
@Check('ck_damage_surplus_goes_to', oneOf('goes_to', SURPLUS_USES))
@Check('ck_damage_surplus_plan', `(plan_id IS NULL) = (goes_to = 'treasury')`)
@Check('ck_damage_surplus_amount', 'amount_fen > 0')
export class DamageSurplus {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  approvalRequestId: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  goesTo: SurplusUse;

  @FenColumn()
  amountFen: Fen;

  /** The further plan; null where it goes to the treasury. */
  @ReferenceColumn(() => RestorationPlan, { nullable: true })
  planId: string | null;

  @BusinessDateColumn()
  decidedOn: string;
}

/**
 * Necessary costs of a losing plaintiff of another case, out of the damage money of a case, by a court's document.
 * Append-only by trigger. Source: 法释〔2015〕1号 art 24(2).
 */
@Entity('cross_case_cost')
@Check('ck_cross_case_cost_other', 'other_case_id <> case_id')
@Check('ck_cross_case_cost_category', oneOf('category', CROSS_CASE_COSTS))
@Check('ck_cross_case_cost_amount', 'amount_fen > 0 AND amount_fen <= document_amount_fen')
export class CrossCaseCost {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  approvalRequestId: string;

  /** Whose money it is. */
  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  /** Whose costs they are. */
  @Index()
  @ReferenceColumn(() => LitigationCase)
  otherCaseId: string;

  @ReferenceColumn(() => Organization)
  organizationId: string;

  @Column('text')
  category: CrossCaseCategory;

  @Column('text')
  court: string;

  @Column('text')
  documentNumber: string;

  @BusinessDateColumn()
  documentDay: string;

  /** What the document allows. */
  @FenColumn()
  documentAmountFen: Fen;

  @ReferenceColumn(() => Document)
  documentId: string;

  @FenColumn()
  amountFen: Fen;

  /** The hold of the ledger that it used up; null on the trust route. */
  @KernelIdColumn({ nullable: true })
  holdId: bigint | null;

  @BusinessDateColumn()
  paidOn: string;
}
