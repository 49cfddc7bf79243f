import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Real books are a bureau's own; sandbox books are for learning and trial. Nothing crosses. */
export type BookKind = 'real' | 'sandbox';

/** A bureau's set of accounts (账套). Read only: the kernel's `open_book` writes it. */
@Entity({ schema: 'ledger', name: 'book', synchronize: false })
export class Book {
  @PrimaryColumn('integer')
  id: number;

  /** The name under which people and programs address it. */
  @Column('text')
  code: string;

  @Column('text')
  kind: BookKind;

  @Column('text')
  title: string;

  @Column('timestamptz')
  openedAt: Date;
}
