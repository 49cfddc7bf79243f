import {
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  CostAbsorption,
  Invoice,
} from './advances';
import { AuditEvent, Computation } from './audit';
import { Award, AwardShare, Sanction } from './awards';
import { Appropriation } from './budget';
import { CaseFile, CaseFileEvent } from './casefile';
import { Defendant, LitigationCase, Stay } from './cases';
import { PlanMilestone, RestorationPlan } from './damages';
import { Book } from './ledger';
import { Organization, OrganizationPenalty, Qualification } from './organizations';
import {
  ClaimBalance,
  ItemDebtor,
  Judgment,
  JudgmentItem,
  OrganizationRecovery,
  Receipt,
  ReceiptAllocation,
  WriteOff,
} from './recoveries';

/** Every row type that TypeORM maps. */
export const ENTITIES = [
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  Appropriation,
  AuditEvent,
  Award,
  AwardShare,
  Book,
  CaseFile,
  CaseFileEvent,
  ClaimBalance,
  Computation,
  CostAbsorption,
  Defendant,
  Invoice,
  ItemDebtor,
  Judgment,
  JudgmentItem,
  LitigationCase,
  Organization,
  OrganizationPenalty,
  OrganizationRecovery,
  PlanMilestone,
  Qualification,
  Receipt,
  ReceiptAllocation,
  RestorationPlan,
  Sanction,
  Stay,
  WriteOff,
] as const;
