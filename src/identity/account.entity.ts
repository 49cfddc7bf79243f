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
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { Person } from './person.entity';

export const ACCOUNT_STATES = ['invited', 'active', 'disabled'] as const;

/** A login of a person. */
@Entity('account')
@Unique(['login'])
@Check('ck_account_login', `login ~ '^[a-z0-9][a-z0-9._-]{2,39}$'`)
@Check('ck_account_state', oneOf('state', ACCOUNT_STATES))
export class Account {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Person)
  personId: string;

  @Column('text')
  login: string;

  @Column('text', { default: 'invited' })
  state: (typeof ACCOUNT_STATES)[number];

  /** Argon2id, in PHC form; null until the account is activated, and for sandbox accounts. */
  @Column('text', { nullable: true })
  passwordHash: string | null;

  /** Secret of the second factor, sealed with the installation's key. */
  @Column('bytea', { nullable: true })
  totpSecret: Buffer | null;

  /** The last time step (RFC 6238) whose code was used: a code counts once. */
  @Column('integer', { default: 0 })
  totpStep: number;

  /** Wrong codes since the last right one: only who has the password gets that far. */
  @Column('integer', { default: 0 })
  failures: number;

  @Column('timestamptz', { nullable: true })
  lockedUntil: Date | null;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;
}

/** Wrong passwords for an account from one network, in a row. */
@Entity('sign_in_failure')
export class SignInFailure {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Account)
  accountId: string;

  /** An IPv4 address, or a /64 network of IPv6. */
  @PrimaryColumn('text')
  network: string;

  @Column('integer')
  failures: number;

  @Column('timestamptz', { nullable: true })
  lockedUntil: Date | null;
}

/** A link that works once: for the first set-up, or for activating an account or setting it up anew. */
@Entity('invitation')
export class Invitation {
  /** SHA-256 of the token in the link. */
  @Column('bytea', { primary: true })
  tokenHash: Buffer;

  /** Absent: the link of the first set-up. */
  @Index()
  @ReferenceColumn(() => Account, { nullable: true })
  accountId: string | null;

  /** Second factor that is being set up, sealed. */
  @Column('bytea', { nullable: true })
  totpSecret: Buffer | null;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  usedAt: Date | null;
}

/** An account that two administrators had set up anew, and whether the one who asked took the link. */
@Entity('account_reset')
export class AccountReset {
  /** That of the approved request. */
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Account)
  accountId: string;

  @ReferenceColumn(() => Person)
  askedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  doneAt: Date;

  @Column('timestamptz', { nullable: true })
  linkTakenAt: Date | null;
}

/** A key for a program that acts as a person, within scopes. */
@Entity('api_key')
@Unique(['keyHash'])
export class ApiKey {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Person)
  personId: string;

  @Column('text')
  name: string;

  /** SHA-256 of the key, which itself is shown once and kept nowhere. */
  @Column('bytea')
  keyHash: Buffer;

  @Column('text', { array: true })
  scopes: string[];

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;
}
