import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Defendant, LitigationCase } from '../cases';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  ReferenceColumn,
} from '../platform/database/columns';
import type { LetterContent } from './demand-letter-schemas';

/** A letter that demands what a defendant owes and has not paid in time, as it was written. */
@Entity('demand_letter')
@Unique(['bookId', 'year', 'ordinal'])
@Unique(['madeById', 'actKey'])
@Check(
  'ck_demand_letter_amounts',
  'principal_fen >= 0 AND interest_fen >= 0 AND principal_fen + interest_fen > 0',
)
@Check('ck_demand_letter_remind', 'remind_on > made_on')
@Check('ck_demand_letter_year', 'year = extract(year FROM made_on) AND ordinal > 0')
export class DemandLetter {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @ReferenceColumn(() => Defendant)
  defendantId: string;

  @Column('integer')
  year: number;

  @Column('integer')
  ordinal: number;

  @BusinessDateColumn()
  madeOn: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  madeAt: Date;

  /** When somebody is to look whether it was paid. */
  @BusinessDateColumn()
  remindOn: string;

  @FenColumn()
  principalFen: Fen;

  @FenColumn()
  interestFen: Fen;

  @Column('jsonb')
  content: LetterContent;

  @ReferenceColumn(() => Person)
  madeById: string;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}
