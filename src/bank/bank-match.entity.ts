import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import { FenColumn, IdColumn, KernelIdColumn, ReferenceColumn } from '../platform/database/columns';
import { BankLine } from './bank-statement.entity';

/** Who did something, and when. */
export abstract class Made {
  @Column('text')
  madeBy: string;

  @ReferenceColumn(() => Person)
  madeById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;
}

/** Lines of the bank's and entries of the books that are the same money. Append-only by trigger. */
@Entity('bank_match')
export class BankMatch extends Made {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  accountCode: BankAccountCode;

  @Column('text', { nullable: true })
  note: string | null;
}

/** What a match takes of one line or of one entry. Append-only by trigger. */
@Entity('bank_match_part')
@Index(['accountId', 'entrySeq'])
@Check('ck_bank_match_part_amount', 'amount_fen <> 0')
@Check(
  'ck_bank_match_part_side',
  `CASE WHEN line_id IS NULL THEN account_id IS NOT NULL AND num_nonnulls(entry_seq, request_id) = 1
   ELSE num_nonnulls(account_id, entry_seq, request_id) = 0 END`,
)
export class BankMatchPart {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankMatch)
  matchId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @Index()
  @ReferenceColumn(() => BankLine, { nullable: true })
  lineId: string | null;

  @KernelIdColumn({ nullable: true })
  accountId: bigint | null;

  @KernelIdColumn({ nullable: true })
  entrySeq: bigint | null;

  /** By which the entry was asked for, where it was not posted yet. */
  @Index()
  @KernelIdColumn({ nullable: true })
  requestId: bigint | null;

  /** With the sign of the line or the entry. */
  @FenColumn()
  amountFen: Fen;
}

/** What of an entry stands in matches that were not undone; kept by trigger, and never removed. */
@Entity('bank_entry_taken')
@Index('ix_bank_entry_taken_of', ['bookId', 'accountCode', 'byRequest'])
export class BankEntryTaken {
  @PrimaryColumn('bigint')
  accountId: string;

  /** Whether the entry is named by the request that makes it. */
  @PrimaryColumn('boolean')
  byRequest: boolean;

  /** Of the entry within its account, or of the request. */
  @PrimaryColumn('bigint')
  number: string;

  @Column('integer')
  bookId: number;

  @Column('text')
  accountCode: BankAccountCode;

  @FenColumn()
  takenFen: Fen;
}

/** A match that was taken back. Append-only by trigger. */
@Entity('bank_match_undoing')
export class BankMatchUndoing extends Made {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankMatch)
  matchId: string;

  @Column('text')
  reason: string;
}

/** A line that needs no entry. Append-only by trigger. */
@Entity('bank_line_ignoring')
export class BankLineIgnoring extends Made {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => BankLine)
  lineId: string;

  @Column('text')
  reason: string;
}

/** A line that needs an entry after all. Append-only by trigger. */
@Entity('bank_line_restoring')
export class BankLineRestoring extends Made {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankLineIgnoring)
  ignoringId: string;

  @Column('text')
  reason: string;
}
