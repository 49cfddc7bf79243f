import { Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { BusinessDateColumn, IdColumn } from '../platform/database/columns';

/** A computed figure with everything needed to compute it again. Append-only by trigger. */
@Entity('computation')
@Index(['bookId', 'id'])
export class Computation {
  @IdColumn()
  id: string;

  @Column('integer')
  bookId: number;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;

  @BusinessDateColumn()
  businessOn: string;

  /** The act that asked for it. */
  @Column('text')
  actKey: string;

  /** What was computed, e.g. `doubled interest of loss, paid by R2`. */
  @Column('text')
  subject: string;

  @Column('text')
  rule: string;

  @Column('text')
  ruleVersion: string;

  @Column('text', { array: true })
  articles: string[];

  @Column('jsonb')
  inputs: unknown;

  @Column('jsonb')
  steps: unknown;

  @Column('jsonb')
  result: unknown;
}
