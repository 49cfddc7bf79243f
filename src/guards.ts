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
  'case_file',
  'case_file_event',
  'computation',
  'meeting_agenda_item',
  'meeting_attendee',
  'policy_version',
] as const;

const TRIGGERS: readonly Guard[] = [
  ...EVIDENCE.map((table) => ({ table, guard: 'append_only' })),
  ...['audit_checkpoint', 'audit_leaf', 'audit_node'].map((table) => ({
    table,
    guard: 'own_hand',
  })),
  ...['approval_request', 'delegation', 'joint_meeting', 'meeting_resolution'].map((table) => ({
    table,
    guard: 'never_removed',
  })),
  { table: 'approval_decision', guard: 'guard_approval_decision' },
  { table: 'approval_request', guard: 'guard_approval_request' },
  { table: 'approval_request', guard: 'guard_citation' },
  { table: 'approval_request', guard: 'note_maker' },
  { table: 'bureau_book', guard: 'keep_book_kind' },
  { table: 'delegation', guard: 'guard_delegation' },
  { table: 'delegation', guard: 'keep_delegation' },
  { table: 'joint_meeting', guard: 'guard_meeting' },
  ...['meeting_agenda_item', 'meeting_attendee', 'meeting_resolution'].map((table) => ({
    table,
    guard: 'guard_meeting_part',
  })),
  { table: 'role_grant', guard: 'keep_role_grant' },
  { table: 'role_grant', guard: 'keep_roles_apart' },
];

/** The guards of the features' tables, in the schema `fund`; the kernel knows its own. */
export const FEATURE_GUARDS: Guards = {
  triggers: TRIGGERS,
  checks: FEATURE_CHECKS,
  uniques: FEATURE_UNIQUES,
};
