import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { Book } from '../ledger';
import { IdColumn, ReferenceColumn } from '../platform/database/columns';

/** An environmental bureau (生态环境局): people belong to it, and it owns books. */
@Entity('bureau')
@Unique(['code'])
@Check('ck_bureau_code', `code ~ '^[a-z0-9][a-z0-9-]{0,39}$'`)
export class Bureau {
  @IdColumn()
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  /** An invented bureau, for trying things out: it owns sandbox books only. */
  @Column('boolean')
  sandbox: boolean;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;
}

/** Which bureau owns a book. */
@Entity('bureau_book')
export class BureauBook {
  @PrimaryColumn('integer')
  @ForeignKey(() => Book)
  bookId: number;

  @ReferenceColumn(() => Bureau)
  bureauId: string;
}

/** A bureau that may read another one's books, as a province reads those of its cities. */
@Entity('bureau_reading')
@Check('ck_bureau_reading_other', 'reader_id <> bureau_id')
export class BureauReading {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Bureau)
  readerId: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => Bureau)
  bureauId: string;
}
