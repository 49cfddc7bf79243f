import { Column, Entity, Index, Unique } from 'typeorm';
import { Defendant, LitigationCase } from '../cases';
import { Document } from '../documents';
import { Person } from '../identity';
import { BusinessDateColumn, IdColumn, ReferenceColumn } from '../platform/database/columns';
import { JudgmentItem } from './judgment.entity';

/** What a defendant did itself of what it was ordered (actual restoration): information, no money. */
@Entity('in_kind_performance')
@Unique(['recordedById', 'actKey'])
export class InKindPerformance {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @ReferenceColumn(() => JudgmentItem)
  itemId: string;

  @ReferenceColumn(() => Defendant)
  defendantId: string;

  @BusinessDateColumn()
  performedOn: string;

  @Column('text')
  description: string;

  @ReferenceColumn(() => Document, { nullable: true })
  documentId: string | null;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;
}
