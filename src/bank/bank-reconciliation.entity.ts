import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { Book } from '../ledger';
import { BusinessDateColumn, IdColumn } from '../platform/database/columns';
import { Made } from './bank-match.entity';
import type { ReconciliationContent } from './reconcile';

/** A bank reconciliation statement (银行余额调节表) as it was made. Append-only by trigger. */
@Entity('bank_reconciliation')
@Index(['bookId', 'accountCode', 'asOf'])
@Check('ck_bank_reconciliation_content_hash', 'octet_length(content_hash) = 32')
export class BankReconciliation extends Made {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  accountCode: BankAccountCode;

  @BusinessDateColumn()
  asOf: string;

  @Column('jsonb')
  content: ReconciliationContent;

  @Column('bytea')
  contentHash: Buffer;
}

/** Another person stands for it as well; what it rests on is frozen. Append-only by trigger. */
@Entity('bank_reconciliation_confirming')
export class BankReconciliationConfirming extends Made {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankReconciliation)
  reconciliationId: string;
}
