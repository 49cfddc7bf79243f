import type { InboxSource } from '../inbox';
import { VERDICTS } from './decide';
import { concerns } from './of-administrators';
import { FINAL_STATES } from './requests';
import type { ACTIONS } from './schemas';

export type Action = (typeof ACTIONS)[number];

/** What can be done with a request by somebody who made it, or who is to act on it. */
export function actionsOf(state: string, isMaker: boolean, isActor: boolean): Action[] {
  if (FINAL_STATES.some((final) => final === state)) return [];
  if (isMaker) return ['revise', 'withdraw'];
  return isActor && state === 'open' ? [...VERDICTS] : [];
}

const COLUMNS = `
  r.id::text AS id, r.kind, a.title, a.subject, b.code AS book, a.amount_fen, r.state, r.maker_id, r.made_at,
  r.responsible_role AS role, r.responsible_person_id AS person_id, r.waiting_since AS since, r.due_on,
  '/console/approvals/' || a.id AS link`;

const OPEN = `
  SELECT ${COLUMNS}, r.bureau_id, NULL::uuid AS not_by
    FROM fund.waiting_request r
    LEFT JOIN fund.approval_request a ON a.id = r.id LEFT JOIN ledger.book b ON b.id = a.book_id`;

const found = (requests: string): string => `
  SELECT ${COLUMNS}, i.on_behalf_of_id, i.stuck
    FROM (${requests}) i
    JOIN fund.waiting_request r ON r.id = i.request_id
    LEFT JOIN fund.approval_request a ON a.id = r.id AND (NOT i.stuck OR ${concerns('a', `'system_administrator'`)})
    LEFT JOIN ledger.book b ON b.id = a.book_id`;

const BEFORE_ME = found(`
    SELECT DISTINCT ON (a.request_id) a.request_id, a.on_behalf_of_id, false AS stuck
      FROM fund.approval_actor a
     WHERE a.person_id = $1
       AND (a.deciding_bureau_id IS NULL
            OR a.deciding_bureau_id = (SELECT p.bureau_id FROM fund.person p WHERE p.id = $1))
     ORDER BY a.request_id, a.on_behalf_of_id NULLS FIRST`);

// What nobody can act on is before whoever enters people and proposes their roles: whom it waits for, and
// what it is about only where it concerns them.
// OFFSET 0 keeps that looked up request by request of the own bureau, however many there are elsewhere.
const STUCK = found(`
    SELECT r.id AS request_id, NULL::uuid AS on_behalf_of_id, true AS stuck
      FROM fund.waiting_request r
      JOIN fund.held_role h ON h.bureau_id = r.bureau_id AND h.role = 'system_administrator' AND h.person_id = $1
     WHERE NOT EXISTS (SELECT FROM fund.approval_actor a WHERE a.request_id = r.id OFFSET 0)`);

/** Requests that wait: for a decision, or for their maker. Who can act says `fund.approval_actor`. */
export const WAITING_REQUESTS: InboxSource = {
  name: 'approval',
  open: OPEN,
  before: ({ roles }) => [BEFORE_ME, ...(roles.includes('system_administrator') ? [STUCK] : [])],
  actors: 'SELECT b.person_id FROM fund.people_before(w.id::uuid) b',
  actions: ({ state, isMaker, stuck }) => actionsOf(state, isMaker, !stuck),
};
