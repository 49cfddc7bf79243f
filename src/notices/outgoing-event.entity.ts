import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Bureau, Person } from '../identity';
import { Book } from '../ledger';
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';

export const NOTICE_STATES = ['waiting', 'sent', 'logged', 'failed'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/**
 * Something that somebody is to be told, written with the act that causes it. What it says never changes;
 * how far it came only moves on, by trigger.
 */
@Entity('outgoing_event')
@Index(['bureauId', 'state'])
@Index('ix_outgoing_event_waiting', ['runAfter'], { where: `state = 'waiting'` })
@Check('ck_outgoing_event_kind', `kind ~ '^[a-z_]{1,60}$'`)
@Check('ck_outgoing_event_recipient', 'num_nonnulls(person_id, credit_code) = 1')
@Check('ck_outgoing_event_organization', 'credit_code IS NULL OR book_id IS NOT NULL')
@Check('ck_outgoing_event_copy', 'copy_of IS NULL OR person_id IS NOT NULL')
@Check('ck_outgoing_event_state', oneOf('state', NOTICE_STATES))
@Check('ck_outgoing_event_sent', `(state = 'sent') = (sent_at IS NOT NULL)`)
@Check('ck_outgoing_event_last_error', `last_error ~ '^[A-Z][A-Z0-9_]{0,39}$'`)
export class OutgoingEvent {
  @IdColumn()
  id: string;

  /** Which text tells it. */
  @Column('text')
  kind: string;

  /** The bureau whose system administrator looks after it. */
  @ReferenceColumn(() => Bureau)
  bureauId: string;

  @Column('integer', { nullable: true })
  @ForeignKey(() => Book)
  bookId: number | null;

  /** Whom it is for: a person, or else an organization. */
  @Index()
  @ReferenceColumn(() => Person, { nullable: true })
  personId: string | null;

  /** Unified social credit code of the organization that it is for. */
  @Index()
  @Column('text', { nullable: true })
  creditCode: string | null;

  /** The notice to an organization that a member gets as well; the console shows that one only. */
  @ReferenceColumn(() => OutgoingEvent, { nullable: true })
  copyOf: string | null;

  /** What it is about, e.g. `approval_request/0198…`. */
  @Column('text', { nullable: true })
  subject: string | null;

  /** What the text of its kind is filled with. */
  @Column('jsonb')
  facts: unknown;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('text', { default: 'waiting' })
  state: NoticeState;

  /** How often it was tried. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** Not before this it is tried; also until when whoever took it has it. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  runAfter: Date;

  /** Code of what the last try came to; null where nothing went wrong. */
  @Column('text', { nullable: true })
  lastError: string | null;

  @Column('timestamptz', { nullable: true })
  sentAt: Date | null;
}

/** That somebody was reminded of a piece of open work on a day. */
@Entity('reminder')
export class Reminder {
  @PrimaryColumn('text')
  source: string;

  @PrimaryColumn('text')
  workId: string;

  @PrimaryColumn('date')
  day: string;
}

/** What was told of before it ended, how many days before at most, and when. Append-only by trigger. */
@Entity('expiry_reminder')
@Check('ck_expiry_reminder_threshold', 'threshold IN (60, 30, 7)')
export class ExpiryReminder {
  @PrimaryColumn('text')
  subject: string;

  @PrimaryColumn('date')
  expiresOn: string;

  @PrimaryColumn('integer')
  threshold: number;

  @Column('date')
  remindedOn: string;
}
