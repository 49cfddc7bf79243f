import { Check, Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { BusinessDateColumn, IdColumn, oneOf } from '../platform/database/columns';

/** What somebody did or was refused to do. Append-only by trigger. */
@Entity('audit_event')
@Index(['bookId', 'recordedAt'])
@Index(['personId', 'recordedAt'])
@Index(['subject', 'recordedAt'])
@Index(['recordedIn'])
@Check('ck_audit_event_outcome', oneOf('outcome', ['accepted', 'refused']))
export class AuditEvent {
  @IdColumn()
  id: string;

  /** Absent where no book is concerned, as at sign-in. */
  @Column('integer', { nullable: true })
  bookId: number | null;

  /** The bureau whose people may read this, where no book says it. */
  @Column('uuid', { nullable: true })
  bureauId: string | null;

  /** Database clock. */
  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;

  @BusinessDateColumn({ nullable: true })
  businessOn: string | null;

  /** Name of the person; absent where nobody was known. */
  @Column('text', { nullable: true })
  person: string | null;

  @Column('uuid', { nullable: true })
  personId: string | null;

  @Column('uuid', { nullable: true })
  sessionId: string | null;

  /** Network address that it came from. */
  @Column('text', { nullable: true })
  address: string | null;

  /** What was tried, e.g. `advance.approve`. */
  @Column('text')
  action: string;

  /** What it was done to, e.g. `approval_request/0198…`. */
  @Column('text', { nullable: true })
  subject: string | null;

  /** Idempotency key of the act. */
  @Column('text', { nullable: true })
  actKey: string | null;

  /** SHA-256 of the subject's content before and after, where it changed. */
  @Column('bytea', { nullable: true })
  beforeHash: Buffer | null;

  @Column('bytea', { nullable: true })
  afterHash: Buffer | null;

  @Column('text')
  outcome: 'accepted' | 'refused';

  /** Code of the refusal. */
  @Column('text', { nullable: true })
  refusalCode: string | null;

  @Column('jsonb')
  content: unknown;

  /** Number of the database's transaction; says which events may still be without a place in the trail. */
  @Column('bigint', { default: () => 'current_transaction()', select: false })
  recordedIn: string;
}
