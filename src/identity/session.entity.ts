import { Check, Column, CreateDateColumn, Entity, Index, Unique } from 'typeorm';
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { Account } from './account.entity';

export const END_REASONS = [
  'signed_out',
  'refresh_reused',
  'account_disabled',
  'credentials_changed',
  'ended_by_administrator',
  'signed_in_again',
] as const;

/** Somebody's stay in the console, from sign-in to its end. */
@Entity('session')
@Unique(['accessHash'])
@Unique(['refreshHash'])
@Check('ck_session_end_reason', oneOf('end_reason', END_REASONS))
export class Session {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Account)
  accountId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  startedAt: Date;

  @Column('text')
  address: string;

  /** Whether the second factor is still to be shown; until then the session opens nothing. */
  @Column('boolean')
  awaitsSecondFactor: boolean;

  /** When the person last proved to be present, for steps that ask for it. */
  @Column('timestamptz', { nullable: true })
  steppedUpAt: Date | null;

  @Column('bytea')
  accessHash: Buffer;

  @Column('timestamptz')
  accessExpiresAt: Date;

  @Column('bytea')
  refreshHash: Buffer;

  /** End of the time without use. */
  @Column('timestamptz')
  idleExpiresAt: Date;

  /** End in any case. */
  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Column('text', { nullable: true })
  endReason: (typeof END_REASONS)[number] | null;
}

/** A refresh token that was exchanged: whoever shows it again has a copy. */
@Entity('used_refresh_token')
export class UsedRefreshToken {
  @Column('bytea', { primary: true })
  tokenHash: Buffer;

  @ReferenceColumn(() => Session)
  sessionId: string;
}
