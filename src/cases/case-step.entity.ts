import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import type { BusinessDate } from '../calendar';
import { Document } from '../documents';
import { Person } from '../identity';
import { type Instance, type ProcedureStep, STEP_KINDS } from '../law';
import { BusinessDateColumn, IdColumn, oneOf, ReferenceColumn } from '../platform/database/columns';
import { LitigationCase } from './case.entity';

/** What a step can be: one of the procedure, or the revocation of one that was told by mistake. */
export const RECORDED_KINDS = [...STEP_KINDS, 'revoked'] as const;
export type RecordedKind = (typeof RECORDED_KINDS)[number];

/** What a step says beside its kind and day; which of it there is depends on the kind. */
export interface StepFacts {
  readonly organization?: string;
  /** Id of the defendant that was added. */
  readonly defendant?: string;
  readonly name?: string;
  readonly defendantKind?: string;
  readonly instance?: Instance;
  /** The court’s number of the instance or of what it issued. */
  readonly number?: string;
  readonly court?: string;
  readonly support?: string;
  readonly noticedOn?: BusinessDate;
  readonly claimsRealized?: boolean;
  readonly ground?: string;
  readonly otherCase?: string;
  readonly reason?: string;
}

/** A step of the procedure of a case (案件进程). Append-only by trigger: what was told by mistake is revoked by another. */
@Entity('case_step')
@Unique(['caseId', 'ordinal'])
@Unique(['recordedById', 'actKey'])
@Unique(['revokesId'])
@Check('ck_case_step_kind', oneOf('kind', RECORDED_KINDS))
@Check('ck_case_step_revokes', `(kind = 'revoked') = (revokes_id IS NOT NULL)`)
@Check(
  'ck_case_step_facts',
  `jsonb_typeof(facts) = 'object' AND octet_length(facts::text) <= 16384`,
)
export class CaseStep {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => LitigationCase)
  caseId: string;

  @Column('integer')
  ordinal: number;

  @Column('text')
  kind: RecordedKind;

  @BusinessDateColumn()
  happenedOn: BusinessDate;

  @Column('jsonb')
  facts: StepFacts;

  @ReferenceColumn(() => CaseStep, { nullable: true })
  revokesId: string | null;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  recordedAt: Date;

  /** SHA-256 of the idempotency key’s act, in hexadecimal digits. */
  @Column('text')
  actKey: string;

  @Column('bytea')
  bodyHash: Buffer;

  /** As the law sees it; undefined for a revocation. */
  toLaw(): ProcedureStep | undefined {
    if (this.kind === 'revoked') return undefined;
    const { instance, claimsRealized, noticedOn } = this.facts;
    return {
      id: this.id,
      kind: this.kind,
      on: this.happenedOn,
      instance,
      claimsRealized,
      noticedOn,
    };
  }
}

/** A paper that a step rests on. Append-only by trigger. */
@Entity('case_step_document')
export class CaseStepDocument {
  @PrimaryColumn('uuid')
  @ForeignKey(() => CaseStep)
  stepId: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @ReferenceColumn(() => Document)
  documentId: string;
}
