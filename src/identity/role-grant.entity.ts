import { Check, Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { Person } from './person.entity';
import { type Role, ROLES } from './roles';

/** A role that a person holds, from a day on, until a day or until it is taken back. */
@Entity('role_grant')
@Check('ck_role_grant_role', oneOf('role', ROLES))
@Check('ck_role_grant_dates', 'valid_until >= valid_from')
@Index('uq_role_grant_held', ['personId', 'role'], { unique: true, where: 'revoked_at IS NULL' })
export class RoleGrant {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Person)
  personId: string;

  @Column('text')
  role: Role;

  @BusinessDateColumn()
  validFrom: string;

  @BusinessDateColumn({ nullable: true })
  validUntil: string | null;

  /** Who granted it: a person's name, or `set-up`. */
  @Column('text')
  grantedBy: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  grantedAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  @Column('text', { nullable: true })
  revokedBy: string | null;
}
