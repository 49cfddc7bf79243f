import { Check, Column, CreateDateColumn, Entity, ForeignKey, Unique } from 'typeorm';
import { Person } from '../identity';
import { Book } from '../ledger';
import { IdColumn, ReferenceColumn } from '../platform/database/columns';
import type { BankProfile } from './reading/profile';

/** A layout that a bureau added or adapted; each change is a version. Append-only by trigger. */
@Entity('bank_profile')
@Unique(['bookId', 'name', 'version'])
@Check('ck_bank_profile_version', 'version > 0')
export class BankProfileVersion {
  @IdColumn()
  id: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @Column('text')
  name: string;

  /** From 1. */
  @Column('integer')
  version: number;

  @Column('jsonb')
  content: BankProfile;

  @ReferenceColumn(() => Person)
  madeById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;
}
