import { Check, Column, Entity, Unique } from 'typeorm';
import type { BusinessDate } from '../calendar';
import { ApprovalRequest } from '../approvals';
import { CaseStep, Defendant, LitigationCase } from '../cases';
import {
  ITEM_KINDS,
  type ItemKind,
  LIABILITY_MODES,
  type LiabilityMode,
  type Outcome,
  OUTCOMES,
} from '../law';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

const NONE = { default: 0 } as const;

/** An effective judgment or mediation document (生效法律文书). */
@Entity('judgment')
@Unique(['caseId', 'ref'])
@Unique(['approvalRequestId'])
@Unique(['caseStepId'])
@Unique(['replacesId'])
@Check('ck_judgment_fee_owed_by', `fee_owed_by IN ('court', 'defendant')`)
@Check('ck_judgment_outcome', oneOf('outcome', OUTCOMES))
@Check('ck_judgment_claimed', `outcome <> 'partial_win' OR claimed_fen > 0`)
export class Judgment {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  @Column('integer')
  ordinal: number;

  @Column('text')
  outcome: Outcome;

  /** Damages claimed, where the outcome is measured by them. */
  @FenColumn({ nullable: true })
  claimedFen: Fen | null;

  @BusinessDateColumn()
  effectiveOn: BusinessDate;

  /** What approved it; null where a case file tells it. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;

  /** The step of the procedure that made it effective; null where a case file tells it. */
  @ReferenceColumn(() => CaseStep, { nullable: true })
  caseStepId: string | null;

  /** What posted it; null where it orders no money, or a case file tells it. */
  @KernelIdColumn({ nullable: true })
  postingRequestId: bigint | null;

  /** Who owes an advanced acceptance fee back (法释〔2022〕11号 art 207); null where nobody does. */
  @Column('text', { nullable: true })
  feeOwedBy: 'court' | 'defendant' | null;

  /** The judgment in whose place it came. */
  @ReferenceColumn(() => Judgment, { nullable: true })
  replacesId: string | null;

  /** When another one took its place: its debts are none any more. */
  @BusinessDateColumn({ nullable: true })
  reversedOn: BusinessDate | null;
}

/** One order of a judgment (判项). */
@Entity('judgment_item')
@Unique(['caseId', 'ref'])
@Check('ck_judgment_item_kind', oneOf('kind', ITEM_KINDS))
@Check('ck_judgment_item_liability_mode', oneOf('liability_mode', LIABILITY_MODES))
@Check('ck_judgment_item_ordered', 'ordered_fen > 0')
@Check(
  'ck_judgment_item_organization',
  `(kind = 'organization_costs') = (organization_id IS NOT NULL)`,
)
@Check(
  'ck_judgment_item_conditional',
  `NOT conditional OR kind NOT IN ('fund_costs', 'organization_costs')`,
)
@Check('ck_judgment_item_defaulted', 'conditional OR NOT defaulted')
@Check(
  'ck_judgment_item_general',
  `num_nonnulls(general_percent, general_from) = 0
   OR num_nonnulls(general_percent, general_from) = 2 AND general_percent > 0
      AND NOT conditional AND kind NOT IN ('fund_costs', 'organization_costs')`,
)
export class JudgmentItem {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Judgment)
  judgmentId: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  /** Place among all items of the case, judgment by judgment. */
  @Column('integer')
  ordinal: number;

  @Column('text')
  kind: ItemKind;

  @FenColumn()
  orderedFen: Fen;

  /** Owed only if a condition is not kept. */
  @Column('boolean')
  conditional: boolean;

  /** The condition was not kept. */
  @Column('boolean', { default: false })
  defaulted: boolean;

  @ReferenceColumn(() => Organization, { nullable: true })
  organizationId: string | null;

  /** Whether it bears doubled interest. */
  @Column('boolean')
  bearsInterest: boolean;

  /** General interest that the judgment orders on it: percent a year. Null where it orders none. */
  @Column('numeric', { precision: 6, scale: 4, nullable: true })
  generalPercent: string | null;

  /** The day from which it runs. */
  @BusinessDateColumn({ nullable: true })
  generalFrom: BusinessDate | null;

  @Column('text')
  liabilityMode: LiabilityMode;

  /** Another judgment took the place of its own. */
  @Column('boolean', { default: false })
  reversed: boolean;
}

/** A debtor of an item, and what of its principal it has paid. */
@Entity('item_debtor')
@Unique(['itemId', 'defendantId'])
@Check('ck_item_debtor_cap', 'paid_fen >= 0 AND paid_fen <= cap_fen')
export class ItemDebtor {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => JudgmentItem)
  itemId: string;

  @ReferenceColumn(() => Defendant)
  defendantId: string;

  @Column('integer')
  ordinal: number;

  @FenColumn({ nullable: true })
  capFen: Fen | null;

  /** Principal allocated from it to the item, parts that had been written off included. */
  @FenColumn(NONE)
  paidFen: Fen;
}

/** A debt with one due date: an instalment, a several debtor's share, or the whole item. */
@Entity('claim_balance')
@Unique(['itemId', 'ordinal'])
@Check('ck_claim_balance_ordered', 'ordered_fen > 0')
@Check(
  'ck_claim_balance_not_over_collected',
  'received_fen >= 0 AND written_off_fen >= 0 AND received_fen + written_off_fen <= ordered_fen',
)
@Check(
  'ck_claim_balance_reversed',
  `NOT reversed OR (received_fen = 0 AND written_off_fen = 0 AND interest_fixed_fen = 0
     AND general_fixed_fen = 0 AND general_received_fen = 0)`,
)
@Check('ck_claim_balance_interest', 'interest_received_fen BETWEEN 0 AND interest_fixed_fen')
@Check('ck_claim_balance_general', 'general_fixed_fen >= 0 AND general_received_fen >= 0')
export class ClaimBalance {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => JudgmentItem)
  itemId: string;

  @Column('integer')
  ordinal: number;

  /** The one debtor of a several share; null where the debtors share the balance. */
  @ReferenceColumn(() => Defendant, { nullable: true })
  defendantId: string | null;

  /** Null while the condition is pending. */
  @BusinessDateColumn({ nullable: true })
  dueOn: BusinessDate | null;

  @FenColumn()
  orderedFen: Fen;

  @FenColumn(NONE)
  receivedFen: Fen;

  /** Net of what was paid after all. */
  @FenColumn(NONE)
  writtenOffFen: Fen;

  /** Doubled interest of parts that are paid. */
  @FenColumn(NONE)
  interestFixedFen: Fen;

  @FenColumn(NONE)
  interestReceivedFen: Fen;

  /** General interest of parts that are paid. What runs on the rest can be paid before it is counted here. */
  @FenColumn(NONE)
  generalFixedFen: Fen;

  @FenColumn(NONE)
  generalReceivedFen: Fen;

  /** It is no debt any more: another judgment took the place of its own, and nothing had come in. */
  @Column('boolean', { default: false })
  reversed: boolean;
}
