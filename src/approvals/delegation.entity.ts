import { Check, Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { Person, type Role } from '../identity';
import { BusinessDateColumn, IdColumn, ReferenceColumn } from '../platform/database/columns';

/** Somebody stands in for a holder of a role for some days (委托审批). Only ever taken back. */
@Entity('delegation')
@Check('ck_delegation_other', 'from_person_id <> to_person_id')
@Check('ck_delegation_dates', 'until_on >= from_on')
@Check('ck_delegation_reason', `reason ~ '[^[:space:]]'`)
export class Delegation {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Person)
  fromPersonId: string;

  @Index()
  @ReferenceColumn(() => Person)
  toPersonId: string;

  @Column('text')
  role: Role;

  @BusinessDateColumn()
  fromOn: string;

  /** The last day. */
  @BusinessDateColumn()
  untilOn: string;

  @Column('text')
  reason: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;
}
