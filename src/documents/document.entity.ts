import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index } from 'typeorm';
import { Person } from '../identity';
import { Book } from '../ledger';
import { IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { MEDIA_TYPES, type MediaType, MOST_BYTES } from './content/media-types';

/** An uploaded file, as it was when it came; the bytes lie in the store. Append-only by trigger. */
@Entity('document')
@Check('ck_document_sha256', 'octet_length(sha256) = 32')
@Check('ck_document_size', `size BETWEEN 1 AND ${String(MOST_BYTES)}`)
@Check('ck_document_media_type', oneOf('media_type', Object.values(MEDIA_TYPES)))
@Check(
  'ck_document_name',
  `char_length(name) BETWEEN 1 AND 255 AND name !~ '[[:cntrl:]/\\\\]' AND name NOT IN ('.', '..')`,
)
export class Document {
  @IdColumn()
  id: string;

  /** Of the bytes; where they lie in the store. */
  @Index()
  @Column('bytea')
  sha256: Buffer;

  /** In bytes. */
  @Column('integer')
  size: number;

  /** What the content is, whatever the name says. */
  @Column('text')
  mediaType: MediaType;

  /** For people; never part of a path. */
  @Column('text')
  name: string;

  @Column('integer')
  @ForeignKey(() => Book)
  bookId: number;

  /** Of the organization that uploaded it; null: the bureau's own people did. */
  @Column('text', { nullable: true })
  creditCode: string | null;

  @ReferenceColumn(() => Person)
  uploadedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  uploadedAt: Date;
}
