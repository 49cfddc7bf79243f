import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Bureau } from '../identity';
import { BusinessDateColumn, ReferenceColumn } from '../platform/database/columns';
import { ApprovalRequest } from './approval.entity';

/** A policy as a bureau changed it, by approval. Append-only by trigger. */
@Entity('policy_version')
@Unique(['approvalRequestId'])
@Check('ck_policy_version_version', 'version > 0')
export class PolicyVersion {
  @PrimaryColumn('uuid')
  @ForeignKey(() => Bureau)
  bureauId: string;

  @PrimaryColumn('text')
  name: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('jsonb')
  value: unknown;

  @BusinessDateColumn()
  effectiveOn: string;

  @ReferenceColumn(() => ApprovalRequest)
  approvalRequestId: string;
}
