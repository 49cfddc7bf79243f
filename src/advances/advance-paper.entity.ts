import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Document } from '../documents';
import { Person } from '../identity';
import { Book } from '../ledger';
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { AdvanceItem } from './advance.entity';

export const PAPER_KINDS = ['quotation', 'contract', 'court_notice', 'other'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** A document that a cost was approved by. Append-only by trigger. */
@Entity('advance_item_document')
@Check('ck_advance_item_document_kind', oneOf('kind', PAPER_KINDS))
export class AdvanceItemDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => AdvanceItem)
  itemId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  kind: PaperKind;

  @ReferenceColumn(() => Document)
  documentId: string;
}

/** The last number that an application of a book was given in a year; a trigger lets it rise by one only. */
@Entity('advance_counter')
@Check('ck_advance_counter_last', 'last > 0')
export class AdvanceCounter {
  @PrimaryColumn('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @PrimaryColumn('integer')
  year: number;

  @Column('integer')
  last: number;
}

/** An application that somebody has begun to write; nobody else sees it. */
@Entity('advance_draft')
@Check('ck_advance_draft_dropped', `dropped_at IS NULL OR content = '{}'`)
@Check('ck_advance_draft_size', 'octet_length(content::text) <= 131072')
export class AdvanceDraft {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => Person)
  personId: string;

  @Column('jsonb')
  content: unknown;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  savedAt: Date;

  /** When it was thrown away, and its content with it. */
  @Column('timestamptz', { nullable: true })
  droppedAt: Date | null;
}
