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

/** A file of the bank's that brought lines which were not there yet. Append-only by trigger. */
@Entity('bank_statement')
@Index(['bookId', 'accountCode'])
@Check('ck_bank_statement_account_code', oneOf('account_code', BANK_ACCOUNT_CODES))
@Check(
  'ck_bank_statement_hashes',
  'octet_length(file_hash) = 32 AND octet_length(profile_hash) = 32',
)
@Check('ck_bank_statement_counts', 'new_count BETWEEN 1 AND line_count')
export class BankStatement {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  /** Account of the books that stands for the account at the bank. */
  @Column('text')
  accountCode: BankAccountCode;

  @Column('text')
  fileName: string;

  /** SHA-256 of the bytes. */
  @Column('bytea')
  fileHash: Buffer;

  @Column('text')
  profileName: string;

  /** 0: as it ships. */
  @Column('integer')
  profileVersion: number;

  @Column('bytea')
  profileHash: Buffer;

  /** The last digits of the account's number, where the file tells it. */
  @Column('text', { nullable: true })
  statedLast4: string | null;

  @FenColumn({ nullable: true })
  openingFen: Fen | null;

  @FenColumn({ nullable: true })
  closingFen: Fen | null;

  /** Lines of the file, and how many of them were new. */
  @Column('integer')
  lineCount: number;

  @Column('integer')
  newCount: number;

  @Column('text')
  importedBy: string;

  @ReferenceColumn(() => Person, { nullable: true })
  importedById: string | null;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  importedAt: Date;
}

/** One movement on an account at the bank, as the bank told it. Append-only by trigger. */
@Entity('bank_line')
@Unique(['bookId', 'accountCode', 'identity'])
@Unique(['bookId', 'accountCode', 'position'])
@Index(['bookId', 'bookedOn', 'id'])
@Check('ck_bank_line_amount', 'amount_fen <> 0')
@Check('ck_bank_line_hashes', 'octet_length(identity) = 32 AND octet_length(content_hash) = 32')
export class BankLine {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => BankStatement)
  statementId: string;

  @Column('integer')
  bookId: number;

  @Column('text')
  accountCode: BankAccountCode;

  /** Place among all lines of the account, in the order of booking. */
  @Column('integer')
  position: number;

  /** Where it stands in its file. */
  @Column('integer')
  line: number;

  @BusinessDateColumn()
  bookedOn: string;

  @Column('text', { nullable: true })
  serial: string | null;

  /** Above zero what came in. */
  @FenColumn()
  amountFen: Fen;

  @FenColumn({ nullable: true })
  balanceFen: Fen | null;

  @Column('text', { nullable: true })
  counterparty: string | null;

  @Column('text', { nullable: true })
  counterpartyLast4: string | null;

  @Column('text', { nullable: true })
  remark: string | null;

  /** SHA-256 of the serial number, or of the content and how often it came in its file before. */
  @Column('bytea')
  identity: Buffer;

  @Column('bytea')
  contentHash: Buffer;
}

/** How a line stands, by its matches and what ignores it; kept by trigger, and never removed. */
@Entity('bank_line_standing')
@Index('ix_bank_line_standing_open', ['bookId', 'accountCode', 'bookedOn', 'lineId'], {
  where: 'matched_fen <> amount_fen AND NOT ignored',
})
@Index('ix_bank_line_standing_day', ['bookId', 'accountCode', 'bookedOn', 'lineId'])
@Index('ix_bank_line_standing_matched', ['bookId', 'accountCode', 'bookedOn', 'lineId'], {
  where: 'matched_fen = amount_fen AND NOT ignored',
})
@Index('ix_bank_line_standing_ignored', ['bookId', 'accountCode', 'bookedOn', 'lineId'], {
  where: 'ignored',
})
@Check(
  'ck_bank_line_standing_matched',
  `matched_fen = 0 OR sign(matched_fen) = sign(amount_fen) AND abs(matched_fen) <= abs(amount_fen)`,
)
export class BankLineStanding {
  @PrimaryColumn('uuid')
  @ForeignKey(() => BankLine)
  lineId: string;

  @Column('integer')
  bookId: number;

  @Column('text')
  accountCode: BankAccountCode;

  @BusinessDateColumn()
  bookedOn: string;

  @FenColumn()
  amountFen: Fen;

  /** What of it stands in matches that were not undone. */
  @FenColumn({ default: 0 })
  matchedFen: Fen;

  @Column('boolean', { default: false })
  ignored: boolean;
}
