import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import type { BusinessDate } from '../calendar';
import { CASE_STATES, type CaseState, type DayCount, type Stay as LawStay } from '../law';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

const NONE = { default: 0 } as const;

/**
 * A case (环境公益诉讼案件) with the running totals that limit what may still happen to its money.
 * Every limit is a CHECK here, so that it holds whatever the code above forgets.
 */
@Entity('litigation_case')
@Unique(['bookId', 'number'])
@Unique(['openedById', 'idempotencyKey'])
@Check(
  'ck_litigation_case_opened',
  'num_nonnulls(opened_by_id, idempotency_key, body_hash) IN (0, 3)',
)
@Check('ck_litigation_case_state', oneOf('state', CASE_STATES))
@Check('ck_litigation_case_damage_route', `damage_route IN ('treasury', 'trust_account')`)
@Check('ck_litigation_case_day_count', `day_count IN ('end_minus_start', 'inclusive')`)
@Check(
  'ck_litigation_case_not_negative',
  'least(costs_granted_fen, costs_absorbed_fen, fund_replenished_fen, damages_remitted_fen, trust_interest_received_fen, treasury_interest_remitted_fen, damages_planned_fen, damages_paid_fen) >= 0',
)
@Check('ck_litigation_case_costs', 'costs_granted_fen + costs_absorbed_fen <= costs_settled_fen')
@Check('ck_litigation_case_replenished', 'fund_replenished_fen <= costs_recovered_fen')
@Check('ck_litigation_case_remitted', 'damages_remitted_fen <= damages_received_fen')
@Check('ck_litigation_case_remit_route', `damage_route = 'treasury' OR damages_remitted_fen = 0`)
@Check(
  'ck_litigation_case_interest_remitted',
  'treasury_interest_remitted_fen <= treasury_interest_received_fen',
)
@Check(
  'ck_litigation_case_planned',
  'damages_planned_fen <= damages_received_fen + trust_interest_received_fen',
)
@Check('ck_litigation_case_paid', 'damages_paid_fen <= damages_planned_fen')
@Check(
  'ck_litigation_case_appropriated',
  `damages_appropriated_fen IS NULL OR damage_route = 'treasury' AND damages_appropriated_fen >= damages_paid_fen + damages_elsewhere_fen`,
)
@Check(
  'ck_litigation_case_elsewhere',
  'damages_elsewhere_fen >= 0 AND damages_planned_fen + damages_elsewhere_fen <= damages_received_fen + trust_interest_received_fen',
)
export class LitigationCase {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  /** The court's number, e.g. `(2015)闽民终字第2060号`. */
  @Column('text')
  number: string;

  @Column('text')
  court: string;

  @BusinessDateColumn()
  filedOn: BusinessDate;

  @Column('text')
  damageRoute: 'treasury' | 'trust_account';

  @Column('text')
  dayCount: DayCount;

  /** Who opened it; null where a case file tells it. */
  @ReferenceColumn(() => Person, { nullable: true })
  openedById: string | null;

  @Column('text', { nullable: true })
  idempotencyKey: string | null;

  /** SHA-256 of what was sent under the key. */
  @Column('bytea', { nullable: true })
  bodyHash: Buffer | null;

  /** Where its steps have led; null where a case file tells it, which knows no procedure. */
  @Column('text', { nullable: true })
  state: CaseState | null;

  /** Advances settled against receipts; what of it is neither granted nor absorbed stands in 1218.02. */
  @FenColumn(NONE)
  costsSettledFen: Fen;

  /** Fund costs that judgments grant. */
  @FenColumn(NONE)
  costsGrantedFen: Fen;

  /** Settled costs that the fund bears. */
  @FenColumn(NONE)
  costsAbsorbedFen: Fen;

  /** Principal of fund costs received from defendants, without what came after a write-off. */
  @FenColumn(NONE)
  costsRecoveredFen: Fen;

  @FenColumn(NONE)
  fundReplenishedFen: Fen;

  /** Principal of damages received. */
  @FenColumn(NONE)
  damagesReceivedFen: Fen;

  @FenColumn(NONE)
  damagesRemittedFen: Fen;

  /** Interest on damages received into the trust account. */
  @FenColumn(NONE)
  trustInterestReceivedFen: Fen;

  /** Interest received for the treasury. */
  @FenColumn(NONE)
  treasuryInterestReceivedFen: Fen;

  @FenColumn(NONE)
  treasuryInterestRemittedFen: Fen;

  @FenColumn(NONE)
  damagesPlannedFen: Fen;

  @FenColumn(NONE)
  damagesPaidFen: Fen;

  /** What went to no plan: a surplus to the treasury, costs of another case by a court's document. */
  @FenColumn(NONE)
  damagesElsewhereFen: Fen;

  /** Budget money for its restoration, less what lapsed; null where no appropriation names the case. */
  @FenColumn({ nullable: true })
  damagesAppropriatedFen: Fen | null;
}

/** A defendant of a case. */
@Entity('defendant')
@Unique(['caseId', 'ref'])
@Check('ck_defendant_refunded', 'refunded_fen BETWEEN 0 AND overpaid_fen')
export class Defendant {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('text')
  ref: string;

  @Column('integer')
  ordinal: number;

  @Column('text')
  name: string;

  @Column('text')
  kind: string;

  /** What it paid beyond all it owed. */
  @FenColumn(NONE)
  overpaidFen: Fen;

  @FenColumn(NONE)
  refundedFen: Fen;

  /** It was added by mistake, which was told later. */
  @Column('boolean', { default: false })
  isRevoked: boolean;
}

/** Days on which no doubled interest runs, unless the debtor asked for the stay (法释〔2014〕8号 art. 3). */
@Entity('stay')
@Unique(['approvalRequestId'])
export class Stay {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @BusinessDateColumn()
  fromOn: BusinessDate;

  /** First day that counts again. */
  @BusinessDateColumn()
  toOn: BusinessDate;

  @Column('boolean')
  requestedByDebtor: boolean;

  /** What approved it; null where a case file tells it. */
  @ReferenceColumn(() => ApprovalRequest, { nullable: true })
  approvalRequestId: string | null;

  toLaw(): LawStay {
    return { from: this.fromOn, to: this.toOn, requestedByDebtor: this.requestedByDebtor };
  }
}
