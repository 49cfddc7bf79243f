import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { LitigationCase } from '../cases';
import { Book } from '../ledger';
import { ReferenceColumn } from '../platform/database/columns';

/** A case file that was brought in; what it says is fixed from then on. */
@Entity('case_file')
@Unique(['bookId'])
export class CaseFile {
  @PrimaryColumn('text')
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('jsonb')
  document: unknown;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  openedAt: Date;
}

/** What became of one event of a case file. */
@Entity('case_file_event')
@Check(
  'ck_case_file_event_outcome',
  `outcome IN ('accepted', 'refused') AND (outcome = 'refused') = (code IS NOT NULL)`,
)
export class CaseFileEvent {
  @PrimaryColumn('text')
  @ForeignKey(() => CaseFile)
  caseFileId: string;

  /** Place in the file, from 0. */
  @PrimaryColumn('integer')
  position: number;

  @Column('text')
  outcome: 'accepted' | 'refused';

  @Column('text', { nullable: true })
  code: string | null;

  @Column('jsonb')
  details: unknown;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;
}
