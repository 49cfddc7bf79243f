import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApprovalRequest } from '../approvals';
import { LitigationCase } from '../cases';
import type { Fen } from '../money';
import { Organization } from '../organizations';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';
import { Judgment } from './judgment.entity';
import { Receipt, ReceiptAllocation, WriteOff } from './receipt.entity';

/** A receipt that was allocated anew, as another judgment came in place of the one it had gone to. */
@Entity('receipt_reallocation')
@Check('ck_receipt_reallocation_overpaid', 'overpaid_fen >= 0')
export class ReceiptReallocation {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Receipt)
  receiptId: string;

  /** The new one. */
  @PrimaryColumn('uuid')
  @ForeignKey(() => Judgment)
  @Index()
  judgmentId: string;

  @BusinessDateColumn()
  reallocatedOn: string;

  /** What of the receipt is overpaid since. */
  @FenColumn()
  overpaidFen: Fen;
}

/** A part of a receipt that went to a judgment which is none any more. */
@Entity('receipt_allocation_undoing')
export class ReceiptAllocationUndoing {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ReceiptAllocation)
  allocationId: string;

  /** The new one. */
  @ReferenceColumn(() => Judgment)
  judgmentId: string;

  @BusinessDateColumn()
  undoneOn: string;
}

/** A write-off that is none any more, as another judgment came in place of the one that ordered the debt. */
@Entity('write_off_reversal')
export class WriteOffReversal {
  @PrimaryColumn('uuid')
  @ForeignKey(() => WriteOff)
  writeOffId: string;

  /** The new one. */
  @ReferenceColumn(() => Judgment)
  judgmentId: string;

  @BusinessDateColumn()
  reversedOn: string;
}

/** Where money had gone that no judgment carries any more. */
export const SPENT_ON = [
  'fund_replenishment',
  'cost_reimbursement',
  'damages_remittance',
  'interest_remittance',
  'restoration',
  'award',
] as const;
export type SpentOn = (typeof SPENT_ON)[number];

/** Money that had been spent before the judgment changed, and that what came in does not cover any more. */
@Entity('spent_deficit')
@Check('ck_spent_deficit_what', oneOf('what', SPENT_ON))
@Check('ck_spent_deficit_amount', 'amount_fen > 0')
@Check(
  'ck_spent_deficit_organization',
  `(what = 'cost_reimbursement') = (organization_id IS NOT NULL)`,
)
@Check('ck_spent_deficit_custody', `what <> 'award' OR NOT of_custody`)
export class SpentDeficit {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  /** The one that changed it. */
  @ReferenceColumn(() => Judgment)
  judgmentId: string;

  @Column('text')
  what: SpentOn;

  @ReferenceColumn(() => Organization, { nullable: true })
  organizationId: string | null;

  /** The money is missing from the custody account; else budget money was spent, which is for information. */
  @Column('boolean')
  ofCustody: boolean;

  @FenColumn()
  amountFen: Fen;
}

/** What of a deficit came back into the custody account. */
@Entity('deficit_recovery')
@Check('ck_deficit_recovery_amount', 'amount_fen > 0')
export class DeficitRecovery {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  approvalRequestId: string;

  @Index()
  @ReferenceColumn(() => SpentDeficit)
  deficitId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  recoveredOn: string;
}
