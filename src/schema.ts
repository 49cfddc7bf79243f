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
import {
  Organization,
  OrganizationEvidence,
  OrganizationOpinion,
  OrganizationPenalty,
  OrganizationStanding,
  OrganizationVersion,
  Qualification,
} from './organizations';
import { BankAccount, BankAccountApproval } from './payees';
import { OutgoingEvent, Reminder } from './notices';
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
  BankAccount,
  BankAccountApproval,
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
  OrganizationEvidence,
  OrganizationOpinion,
  OrganizationPenalty,
  OrganizationRecovery,
  OrganizationStanding,
  OrganizationVersion,
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
