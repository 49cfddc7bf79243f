import { ADMINISTRATORS, type Caller, type Role } from '../identity';

/**
 * As which administrator somebody works; null for everybody else. Administrators keep the system and not
 * the books: of the bureau's requests they see those that {@link concerns} lets through.
 */
export const administratorRoleOf = ({ roles }: Caller): Role | null =>
  ADMINISTRATORS.find((role) => roles.includes(role)) ?? null;

/**
 * Whether a request is made or decided in an administrator's role, in SQL; true for null: no administrator.
 * Row-level security says the same (migration 0033).
 *
 * @param request alias of `fund.approval_request`
 * @param role placeholder or literal of {@link administratorRoleOf}
 */
export const concerns = (request: string, role: string): string =>
  `coalesce(CAST(${role} AS text) = ANY (${request}.steps || ${request}.maker_role), true)`;
