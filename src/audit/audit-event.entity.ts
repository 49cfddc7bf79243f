import { Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { BusinessDateColumn, IdColumn } from '../platform/database/columns';

/** What somebody did or was refused to do. Append-only by trigger. */
@Entity('audit_event')
@Index(['bookId', 'recordedAt'])
export class AuditEvent {
  @IdColumn()
  id: string;

  @Column('integer')
  bookId: number;

  /** Database clock. */
  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;

  @BusinessDateColumn()
  businessOn: string;

  @Column('text')
  person: string;

  /** What was tried, e.g. `advance.approve`. */
  @Column('text')
  action: string;

  /** Idempotency key of the act. */
  @Column('text')
  actKey: string;

  @Column('text')
  outcome: 'accepted' | 'refused';

  /** Code of the refusal. */
  @Column('text', { nullable: true })
  refusalCode: string | null;

  @Column('jsonb')
  content: unknown;
}
