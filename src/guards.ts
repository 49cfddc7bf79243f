import { FEATURE_CHECKS, FEATURE_UNIQUES } from './limits';
import type { Guard, Guards } from './ledger';

/** Tables of the features that are only ever added to. */
export const EVIDENCE = [
  'approval_decision',
  'approval_part',
  'approval_version',
  'audit_checkpoint',
  'audit_event',
  'audit_leaf',
  'audit_node',
  'bank_account',
  'bank_account_approval',
  'budget_change',
  'budget_movement',
  'case_file',
  'case_file_event',
  'computation',
  'document',
  'meeting_agenda_item',
  'meeting_attendee',
  'organization_evidence',
  'organization_opinion',
  'organization_standing',
  'organization_version',
  'policy_version',
] as const;

const TRIGGERS: readonly Guard[] = [
  ...EVIDENCE.map((table) => ({ table, guard: 'append_only' })),
  ...['audit_checkpoint', 'audit_leaf', 'audit_node'].map((table) => ({
    table,
    guard: 'own_hand',
  })),
  ...[
    'approval_request',
    'budget_line',
    'calendar_day',
    'delegation',
    'joint_meeting',
    'meeting_resolution',
    'organization',
    'outgoing_event',
  ].map((table) => ({
    table,
    guard: 'never_removed',
  })),
  { table: 'advance_application', guard: 'guard_advance_people' },
  { table: 'advance_payment', guard: 'guard_advance_payer' },
  { table: 'approval_decision', guard: 'guard_approval_decision' },
  { table: 'approval_request', guard: 'guard_approval_request' },
  { table: 'approval_request', guard: 'guard_citation' },
  { table: 'approval_request', guard: 'note_maker' },
  { table: 'bank_account_approval', guard: 'guard_bank_account_approval' },
  { table: 'budget_line', guard: 'guard_budget_line' },
  { table: 'budget_movement', guard: 'apply_budget_movement' },
  { table: 'bureau_book', guard: 'keep_book_kind' },
  { table: 'delegation', guard: 'guard_delegation' },
  { table: 'delegation', guard: 'keep_delegation' },
  { table: 'joint_meeting', guard: 'guard_meeting' },
  ...['meeting_agenda_item', 'meeting_attendee', 'meeting_resolution'].map((table) => ({
    table,
    guard: 'guard_meeting_part',
  })),
  { table: 'organization', guard: 'keep_organization' },
  { table: 'outgoing_event', guard: 'guard_outgoing_event' },
  { table: 'role_grant', guard: 'keep_role_grant' },
  { table: 'role_grant', guard: 'keep_roles_apart' },
];

/** The guards of the features' tables, in the schema `fund`; the kernel knows its own. */
export const FEATURE_GUARDS: Guards = {
  triggers: TRIGGERS,
  checks: FEATURE_CHECKS,
  uniques: FEATURE_UNIQUES,
};
