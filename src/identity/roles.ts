import type { Bilingual } from '../errors';

/** What a person may be in the system; one person may be several, within `keepsApart`. */
export const ROLES = [
  'finance_officer',
  'reviewer',
  'approver',
  'cashier',
  'auditor',
  'organization_member',
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const;

export type Role = (typeof ROLES)[number];

/** The roles as people call them. */
export const ROLE_NAMES: Readonly<Record<Role, Bilingual>> = {
  finance_officer: { zh: '经办会计', en: 'Finance officer' },
  reviewer: { zh: '初审人', en: 'Reviewer' },
  approver: { zh: '审批人', en: 'Approver' },
  cashier: { zh: '出纳', en: 'Cashier' },
  auditor: { zh: '审计人员', en: 'Auditor' },
  organization_member: { zh: '社会组织成员', en: 'Organization member' },
  system_administrator: { zh: '系统管理员', en: 'System administrator' },
  security_administrator: { zh: '安全管理员', en: 'Security administrator' },
  audit_administrator: { zh: '审计管理员', en: 'Audit administrator' },
};

/** The three administrators, kept apart (三权分立, GB/T 22239-2019 8.1.4.2). */
export const ADMINISTRATORS = [
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const satisfies readonly Role[];

/** Roles of a bureau's own people; they need a second factor. */
export const STAFF_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'organization_member');

/** Who may read a bureau's books. */
export const READERS_OF_BOOKS = [
  'finance_officer',
  'reviewer',
  'approver',
  'cashier',
  'auditor',
] as const satisfies readonly Role[];

/** Whoever holds one of these holds no other role. */
const HELD_ALONE: readonly Role[] = [...ADMINISTRATORS, 'auditor', 'organization_member'];

/**
 * Whether nobody may hold both roles: administrators, auditors and organizations do nothing else, and
 * a cashier keeps no accounts (会计法 art. 35). The database holds the same rule as a trigger.
 */
export function keepsApart(one: Role, other: Role): boolean {
  if (one === other) return false;
  if (HELD_ALONE.includes(one) || HELD_ALONE.includes(other)) return true;
  const both = [one, other];
  return both.includes('cashier') && both.includes('finance_officer');
}
