import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import type { Caller } from '../identity';
import { formatYuan } from '../money';
import { JointMeeting, MeetingAgendaItem, MeetingAttendee } from './meeting.entity';
import type { MeetingDetail, MeetingItem } from './schemas';

const ITEM = `
  m.id, m.number, m.title, m.held_on AS "heldOn", m.state,
  (SELECT count(*)::int FROM fund.meeting_resolution r
    WHERE r.meeting_id = m.id AND r.follow_up = 'open' AND NOT r.struck_out) AS "openResolutions"`;

/** Meetings of the caller's bureau, the latest first. */
export async function listMeetings(
  reader: EntityManager,
  caller: Caller,
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<MeetingItem[]> {
  return reader.query<MeetingItem[]>(
    `SELECT ${ITEM} FROM fund.joint_meeting m
      WHERE m.bureau_id = $1 AND ($2::date IS NULL OR (m.held_on, m.id) < ($2, $3::uuid))
      ORDER BY m.held_on DESC, m.id DESC LIMIT $4`,
    [caller.bureauId, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
}

type ResolutionRow = Omit<MeetingDetail['resolutions'][number], 'amount'> & {
  readonly amount_fen: string | null;
};

async function resolutionsOf(tx: EntityManager, id: string): Promise<MeetingDetail['resolutions']> {
  const rows = await tx.query<ResolutionRow[]>(
    `SELECT r.id, r.number, r.body AS text, r.kind, r.subject, r.amount_fen, r.owner, r.due_on AS "dueOn",
            r.follow_up AS "followUp", r.follow_up_note AS "followUpNote",
            (SELECT a.id FROM fund.approval_request a
              WHERE a.resolution_id = r.id AND a.state IN ('open', 'returned', 'approved')) AS "citedBy"
       FROM fund.meeting_resolution r WHERE r.meeting_id = $1 AND NOT r.struck_out ORDER BY r.number`,
    [id],
  );
  return rows.map(({ amount_fen, ...row }) => ({
    ...row,
    amount: amount_fen === null ? null : formatYuan(BigInt(amount_fen)),
  }));
}

type Head = MeetingItem & Pick<MeetingDetail, 'maker' | 'concludedBy'>;

/**
 * A meeting of the caller's bureau with everything in it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readMeeting(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly detail: MeetingDetail; readonly meeting: JointMeeting }> {
  const [head] = await tx.query<Head[]>(
    `SELECT ${ITEM}, jsonb_build_object('id', p.id, 'name', p.name) AS maker,
            CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'name', c.name) END AS "concludedBy"
       FROM fund.joint_meeting m JOIN fund.person p ON p.id = m.maker_id
       LEFT JOIN fund.person c ON c.id = m.concluded_by_id
      WHERE m.id = $1 AND m.bureau_id = $2`,
    [id, caller.bureauId],
  );
  if (head === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  const meeting = await tx.findOneByOrFail(JointMeeting, { id });
  const { version } = meeting;
  const inOrder = { where: { meetingId: id, version }, order: { ordinal: 'ASC' } } as const;
  const agenda = await tx.find(MeetingAgendaItem, inOrder);
  const attendees = await tx.find(MeetingAttendee, inOrder);
  const { place, chairedBy, minutes, concludedAt } = meeting;
  const detail = {
    ...head,
    place,
    chairedBy,
    agenda: agenda.map(({ title }) => title),
    attendees: attendees.map(({ agency, name, position }) => ({ agency, name, position })),
    minutes,
    concludedAt: concludedAt?.toISOString() ?? null,
    resolutions: await resolutionsOf(tx, id),
  };
  return { detail, meeting };
}
