import { type InboxSource, ofHolders } from '../inbox';

/** The fifth working day after a day, in SQL: Saturdays and Sundays do not count. */
const fiveWorkingDaysAfter = (day: string): string =>
  `${day} + CASE extract(isodow FROM ${day}) WHEN 6 THEN 6 WHEN 7 THEN 5 ELSE 7 END::integer`;

const BEGUN = `greatest(m.held_on, (m.made_at AT TIME ZONE 'Asia/Shanghai')::date)`;

// What is incomplete cannot be concluded yet; whoever entered it does not conclude it.
const DRAFTS = `
  SELECT m.id::text AS id, 'joint_meeting' AS kind, m.title, 'joint_meeting/' || m.id AS subject,
         NULL::text AS book, NULL::bigint AS amount_fen, m.state, m.maker_id, m.made_at,
         CASE WHEN c.is_complete THEN 'approver' ELSE 'finance_officer' END AS role, NULL::uuid AS person_id,
         m.made_at AS since, ${fiveWorkingDaysAfter(BEGUN)} AS due_on,
         '/console/meetings/' || m.id AS link, m.bureau_id,
         CASE WHEN c.is_complete THEN m.maker_id END AS not_by
    FROM fund.joint_meeting m
   CROSS JOIN LATERAL (SELECT
           EXISTS (SELECT FROM fund.meeting_agenda_item i WHERE i.meeting_id = m.id AND i.version = m.version)
           AND EXISTS (SELECT FROM fund.meeting_attendee a WHERE a.meeting_id = m.id AND a.version = m.version)
           AND coalesce(m.minutes, '') ~ '[^[:space:]]' AS is_complete) c
   WHERE m.state = 'draft'`;

const FOLLOW_UPS = `
  SELECT r.id::text AS id, 'meeting_resolution' AS kind, r.number || ' ' || r.body AS title,
         'joint_meeting/' || m.id AS subject, NULL::text AS book, r.amount_fen, r.follow_up AS state,
         m.maker_id, m.made_at, 'finance_officer' AS role, NULL::uuid AS person_id, m.concluded_at AS since,
         r.due_on, '/console/meetings/' || m.id AS link, r.bureau_id, NULL::uuid AS not_by
    FROM fund.meeting_resolution r JOIN fund.joint_meeting m ON m.id = r.meeting_id
   WHERE r.follow_up = 'open' AND NOT r.struck_out AND m.state = 'concluded'`;

/** Meetings that are not concluded: to be completed by the finance officer, then concluded by an approver. */
export const DRAFT_MEETINGS: InboxSource = {
  name: 'joint_meeting',
  ...ofHolders(DRAFTS, ['finance_officer', 'approver']),
  actions: ({ stuck, role }) => {
    if (stuck) return [];
    return role === 'approver' ? ['conclude'] : ['edit'];
  },
};

/** What meetings resolved and nobody has said to be done. */
export const OPEN_RESOLUTIONS: InboxSource = {
  name: 'meeting_resolution',
  ...ofHolders(FOLLOW_UPS, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['follow_up']),
};
