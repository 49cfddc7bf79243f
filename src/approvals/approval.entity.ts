import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { Bureau, Person, type Role, Session } from '../identity';
import { Book } from '../ledger';
import { MeetingResolution } from '../meetings';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

export const APPROVAL_STATES = ['open', 'returned', 'approved', 'rejected', 'withdrawn'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export const DECISIONS = ['submitted', 'approved', 'returned', 'rejected', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Something that one person makes and others decide, step by step (不相容岗位分离). */
@Entity('approval_request')
@Unique(['makerId', 'idempotencyKey'])
@Index(['bureauId', 'state'])
@Index(['creditCode', 'id'])
@Index('ix_approval_request_not_approved', ['bookId', 'id'], { where: `state <> 'approved'` })
@Index('uq_approval_request_resolution', ['resolutionId'], {
  unique: true,
  where: `state IN ('open', 'returned', 'approved')`,
})
@Check('ck_approval_request_state', oneOf('state', APPROVAL_STATES))
@Check('ck_approval_request_amount', 'amount_fen > 0')
@Check(
  'ck_approval_request_organization',
  `(credit_code IS NOT NULL) = (maker_role = 'organization_member') AND (credit_code IS NULL OR book_id IS NOT NULL)`,
)
@Check('ck_approval_request_hash', 'octet_length(content_hash) = 32')
@Check(
  'ck_approval_request_step',
  'step BETWEEN 0 AND cardinality(steps) AND cardinality(steps) > 0',
)
@Check(
  'ck_approval_request_responsible',
  `CASE state
    WHEN 'open' THEN responsible_role IS NOT NULL AND responsible_role = steps[step + 1] AND due_on IS NOT NULL
    WHEN 'returned' THEN responsible_role IS NOT NULL AND responsible_role = maker_role AND due_on IS NOT NULL
      AND responsible_person_id IS NOT NULL AND responsible_person_id = maker_id
    ELSE num_nonnulls(responsible_role, responsible_person_id, due_on) = 0 END`,
)
export class ApprovalRequest {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Bureau)
  bureauId: string;

  @Column('integer', { nullable: true })
  @ForeignKey(() => Book)
  bookId: number | null;

  /** Credit code of the organization that asks, where it is not the bureau itself. */
  @Column('text', { nullable: true })
  creditCode: string | null;

  /** What is asked for, e.g. `month_reopen`; decides how it is shown, decided and carried out. */
  @Column('text')
  kind: string;

  /** What it is about, e.g. `advance_application/0198…`. */
  @Index()
  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  title: string;

  @FenColumn({ nullable: true })
  amountFen: bigint | null;

  /** Resolution of a joint meeting that it rests on. */
  @ReferenceColumn(() => MeetingResolution, { nullable: true })
  resolutionId: string | null;

  /** 1 at first, one more with each change of what is asked for. */
  @Column('integer')
  version: number;

  /** SHA-256 of the canonical document of this version. */
  @Column('bytea')
  contentHash: Buffer;

  /** Who decides, in this order. */
  @Column('text', { array: true })
  steps: Role[];

  /** How many steps are behind it. */
  @Column('integer')
  step: number;

  @Column('text')
  state: ApprovalState;

  /** Whom it waits for; null once it is final. */
  @Column('text', { nullable: true })
  responsibleRole: Role | null;

  /** Within the role, the person it went back to. */
  @ReferenceColumn(() => Person, { nullable: true })
  responsiblePersonId: string | null;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  waitingSince: Date;

  @BusinessDateColumn({ nullable: true })
  dueOn: string | null;

  @ReferenceColumn(() => Person)
  makerId: string;

  /** As what the maker made it. */
  @Column('text')
  makerRole: Role;

  @Column('text')
  idempotencyKey: string;

  /** SHA-256 of what was sent under the key. */
  @Column('bytea')
  bodyHash: Buffer;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;
}

/** What was asked for in one version of a request. Append-only by trigger. */
@Entity('approval_version')
export class ApprovalVersion {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  requestId: string;

  @PrimaryColumn('integer')
  version: number;

  /** Everything that the hash is of. */
  @Column('jsonb')
  document: unknown;

  @Column('bytea')
  contentHash: Buffer;

  @ReferenceColumn(() => Person)
  madeById: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;
}

/** What somebody did to a request. Append-only by trigger. */
@Entity('approval_decision')
@Index(['requestId', 'decidedAt'])
@Index(['personId', 'decidedAt'])
@Index('uq_approval_decision_step_approved', ['requestId', 'version', 'step'], {
  unique: true,
  where: `decision = 'approved'`,
})
@Check('ck_approval_decision_decision', oneOf('decision', DECISIONS))
@Check(
  'ck_approval_decision_reason',
  `decision NOT IN ('returned', 'rejected') OR reason IS NOT NULL AND reason ~ '[^[:space:]]'`,
)
export class ApprovalDecision {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => ApprovalRequest)
  requestId: string;

  @Column('integer')
  version: number;

  @Column('integer')
  step: number;

  /** As what the person did it. */
  @Column('text')
  role: Role;

  @Column('text')
  decision: Decision;

  @ReferenceColumn(() => Person)
  personId: string;

  /** Whom a delegate stood in for. */
  @ReferenceColumn(() => Person, { nullable: true })
  onBehalfOfId: string | null;

  /** What the person saw. */
  @Column('bytea')
  contentHash: Buffer;

  @Column('text', { nullable: true })
  reason: string | null;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  decidedAt: Date;

  @ReferenceColumn(() => Session, { nullable: true })
  sessionId: string | null;
}

/** The one part that a person has in a version. Made by triggers, append-only. */
@Entity('approval_part')
export class ApprovalPart {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApprovalRequest)
  requestId: string;

  @PrimaryColumn('integer')
  version: number;

  @PrimaryColumn('uuid')
  @ForeignKey(() => Person)
  personId: string;

  /** Null: the maker. */
  @Column('integer', { nullable: true })
  step: number | null;
}
