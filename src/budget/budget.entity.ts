import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { type Pool, POOLS } from '../accounting';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import {
  BUDGET_CATEGORIES,
  BUDGET_CHANGES,
  type BudgetCategory,
  type BudgetChangeKind,
  WHOLE_POOL,
} from '../law';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  KernelIdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

const NONE = { default: 0 } as const;

/**
 * What may be spent of a pool in a year on one thing. The amounts are the sums of its movements: a
 * trigger keeps them, and nobody else writes them.
 */
@Entity('budget_line')
@Unique(['bookId', 'year', 'pool', 'category', 'originYear'])
@Check('ck_budget_line_pool', oneOf('pool', POOLS))
@Check('ck_budget_line_category', oneOf('category', BUDGET_CATEGORIES))
@Check('ck_budget_line_whole', `(pool = 'special_fund') = (category <> '${WHOLE_POOL}')`)
@Check('ck_budget_line_year', 'year BETWEEN 2000 AND 2200')
@Check('ck_budget_line_origin', 'origin_year IN (year, year - 1)')
@Check('ck_budget_line_not_negative', 'least(held_fen, spent_fen) >= 0')
@Check('ck_budget_line_within', 'held_fen + spent_fen <= budgeted_fen')
export class BudgetLine {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('integer')
  year: number;

  @Column('text')
  pool: Pool;

  @Column('text')
  category: BudgetCategory;

  /** The year for which the money was budgeted first: the year itself, or the one before (结转). */
  @Column('integer')
  originYear: number;

  @FenColumn(NONE)
  budgetedFen: Fen;

  @FenColumn(NONE)
  heldFen: Fen;

  @FenColumn(NONE)
  spentFen: Fen;
}

/** Why a budget changed, and by whose approval. Append-only by trigger. */
@Entity('budget_change')
@Unique(['approvalRequestId'])
@Check('ck_budget_change_change', oneOf('change', BUDGET_CHANGES))
@Check('ck_budget_change_pool', oneOf('pool', POOLS))
@Check('ck_budget_change_amount', 'amount_fen > 0')
@Check('ck_budget_change_donor', `(change = 'donation') = (donor IS NOT NULL)`)
@Check(
  'ck_budget_change_case',
  `case_id IS NULL OR pool = 'damage_fund' AND change IN ('appropriation', 'lapse')`,
)
export class BudgetChange {
  @IdColumn()
  id: string;

  @Index()
  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @Column('text')
  change: BudgetChangeKind;

  @Column('text')
  pool: Pool;

  @Column('integer')
  year: number;

  @FenColumn()
  amountFen: Fen;

  /** The paper it rests on, by its number (文号). */
  @Column('text')
  document: string;

  @Column('text')
  reason: string;

  @Column('text', { nullable: true })
  donor: string | null;

  /** Of damage money: the case whose damages it comes from. */
  @Index()
  @ReferenceColumn(() => LitigationCase, { nullable: true })
  caseId: string | null;

  @BusinessDateColumn()
  businessOn: string;

  @Column('text')
  madeBy: string;

  @Column('text')
  approvedBy: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;

  /** What was asked of the ledger; null where no money came or went. */
  @KernelIdColumn({ nullable: true })
  requestId: bigint | null;
}

export const MOVEMENTS = ['change', 'hold', 'release', 'spend', 'take_back'] as const;

/** By how much a line's amounts moved, signed; of a change of the budget or of a hold. Append-only. */
@Entity('budget_movement')
@Index(['lineId', 'businessOn'])
@Check('ck_budget_movement_kind', oneOf('kind', MOVEMENTS))
@Check(
  'ck_budget_movement_source',
  `CASE kind WHEN 'change' THEN change_id IS NOT NULL AND hold_id IS NULL ELSE change_id IS NULL AND hold_id IS NOT NULL END`,
)
@Check(
  'ck_budget_movement_amounts',
  `CASE kind
    WHEN 'change' THEN budgeted_fen <> 0 AND held_fen = 0 AND spent_fen = 0
    WHEN 'hold' THEN budgeted_fen = 0 AND held_fen > 0 AND spent_fen = 0
    WHEN 'release' THEN budgeted_fen = 0 AND held_fen < 0 AND spent_fen = 0
    WHEN 'spend' THEN budgeted_fen = 0 AND spent_fen > 0 AND held_fen = - spent_fen
    ELSE budgeted_fen = 0 AND spent_fen < 0 AND held_fen = - spent_fen END`,
)
export class BudgetMovement {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => BudgetLine)
  lineId: string;

  @Column('text')
  kind: (typeof MOVEMENTS)[number];

  @FenColumn(NONE)
  budgetedFen: Fen;

  @FenColumn(NONE)
  heldFen: Fen;

  @FenColumn(NONE)
  spentFen: Fen;

  @Index()
  @ReferenceColumn(() => BudgetChange, { nullable: true })
  changeId: string | null;

  /** The ledger's hold whose money it is. */
  @Index()
  @KernelIdColumn({ nullable: true })
  holdId: bigint | null;

  @BusinessDateColumn()
  businessOn: string;

  @Column('text')
  madeBy: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
