import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { BANK_ACCOUNT_CODES, type BankAccountCode } from '../accounting';
import { ApprovalRequest } from '../approvals';
import { Person } from '../identity';
import { Book } from '../ledger';
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';

/** Whom money is paid to; an account of the bureau's own is one that money is asked to be paid to. */
export const HOLDER_KINDS = [
  'organization',
  'law_firm',
  'vendor',
  'court',
  'defendant',
  'treasury',
  'bureau',
] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

/**
 * A bank account of somebody who is paid, as it was entered; it counts once it is approved. Append-only by
 * trigger: a changed account is another row, approved on its own.
 */
@Entity('bank_account')
@Index(['bookId', 'holderKind', 'holderName'])
@Check('ck_bank_account_holder_kind', oneOf('holder_kind', HOLDER_KINDS))
@Check('ck_bank_account_last4', `last4 ~ '^[0-9]{4}$'`)
@Check('ck_bank_account_fingerprint', 'octet_length(fingerprint) = 32')
@Check(
  'ck_bank_account_own',
  `(account_code IS NOT NULL) = (holder_kind = 'bureau') AND ${oneOf('account_code', BANK_ACCOUNT_CODES)}`,
)
@Check('ck_bank_account_organization', `credit_code IS NULL OR holder_kind = 'organization'`)
export class BankAccount {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  holderKind: HolderKind;

  /** As the bank knows it. */
  @Column('text')
  holderName: string;

  /** Credit code of the organization whose account it is. */
  @Column('text', { nullable: true })
  creditCode: string | null;

  /** Of an account of the bureau's own: the account of the books that stands for it. */
  @Column('text', { nullable: true })
  accountCode: BankAccountCode | null;

  @Column('text')
  bankName: string;

  /** The number, encrypted (AES-256-GCM) with a key outside the database. */
  @Column('bytea')
  numberSealed: Buffer;

  /** Its last four digits. */
  @Column('text')
  last4: string;

  /** HMAC-SHA256 of holder, bank and number: equal for the same account. */
  @Column('bytea')
  fingerprint: Buffer;

  @ReferenceColumn(() => Person)
  enteredById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  enteredAt: Date;
}

/** That an account may be paid to. Append-only by trigger. */
@Entity('bank_account_approval')
@Unique(['approvalRequestId'])
export class BankAccountApproval {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankAccount)
  bankAccountId: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  approvedAt: Date;
}
