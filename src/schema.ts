import {
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  CostAbsorption,
  Invoice,
} from './advances';
import {
  ApprovalDecision,
  ApprovalPart,
  ApprovalRequest,
  ApprovalVersion,
  Delegation,
  PolicyVersion,
} from './approvals';
import { AuditEvent, Computation } from './audit';
import { Award, AwardShare, Sanction } from './awards';
import { Appropriation, BudgetChange, BudgetLine, BudgetMovement } from './budget';
import { CaseFile, CaseFileEvent } from './casefile';
import { Defendant, LitigationCase, Stay } from './cases';
import { PlanMilestone, RestorationPlan } from './damages';
import { Document } from './documents';
import {
  Account,
  AccountReset,
  ApiKey,
  Bureau,
  BureauBook,
  BureauReading,
  Invitation,
  Person,
  RoleGrant,
  Session,
  SignInFailure,
  UsedRefreshToken,
} from './identity';
import { Book } from './ledger';
import { JointMeeting, MeetingAgendaItem, MeetingAttendee, MeetingResolution } from './meetings';
import { OutgoingEvent, Reminder } from './notices';
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
import { CalendarDay } from './working-days';

/** Every row type that TypeORM maps. */
export const ENTITIES = [
  Account,
  AccountReset,
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  ApiKey,
  Appropriation,
  ApprovalDecision,
  ApprovalPart,
  ApprovalRequest,
  ApprovalVersion,
  AuditEvent,
  Award,
  AwardShare,
  Book,
  BudgetChange,
  BudgetLine,
  BudgetMovement,
  Bureau,
  BureauBook,
  BureauReading,
  CalendarDay,
  CaseFile,
  CaseFileEvent,
  ClaimBalance,
  Computation,
  CostAbsorption,
  Defendant,
  Delegation,
  Document,
  Invitation,
  Invoice,
  ItemDebtor,
  JointMeeting,
  Judgment,
  JudgmentItem,
  LitigationCase,
  MeetingAgendaItem,
  MeetingAttendee,
  MeetingResolution,
  Organization,
  OrganizationPenalty,
  OrganizationRecovery,
  OutgoingEvent,
  Person,
  PlanMilestone,
  PolicyVersion,
  Qualification,
  Receipt,
  ReceiptAllocation,
  Reminder,
  RestorationPlan,
  RoleGrant,
  Sanction,
  Session,
  SignInFailure,
  Stay,
  UsedRefreshToken,
  WriteOff,
] as const;
