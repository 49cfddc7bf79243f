import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, type Caller, requireAnotherPerson } from '../identity';
import { parsePositiveYuan } from '../money';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import { contentHash } from '../platform/json/content-hash';
import {
  JointMeeting,
  MeetingAgendaItem,
  MeetingAttendee,
  MeetingResolution,
} from './meeting.entity';
import { readMeeting } from './read-meetings';
import type { FollowUp, MeetingDetail, MeetingDraft } from './schemas';

/** SHA-256 of everything that a meeting says. */
const hashOf = (detail: MeetingDetail): Buffer => contentHash(JSON.stringify(detail));

/** A meeting as it was seen, in one word that changes with everything it says. */
export const etagOf = (detail: MeetingDetail): string => `"${hashOf(detail).toString('hex')}"`;

/** What the trail says a meeting is. */
export const subjectOf = (meetingId: string): string => `joint_meeting/${meetingId}`;

const hashNow = async (tx: EntityManager, caller: Caller, id: string): Promise<Buffer> =>
  hashOf((await readMeeting(tx, caller, id)).detail);

async function lockMeeting(tx: EntityManager, caller: Caller, id: string): Promise<JointMeeting> {
  const meeting = await tx
    .createQueryBuilder(JointMeeting, 'meeting')
    .setLock('pessimistic_write')
    .where('meeting.id = :id AND meeting.bureau_id = :bureauId', { id, bureauId: caller.bureauId })
    .getOne();
  if (meeting === null) throw new DomainError('NOT_FOUND', 'not_found');
  return meeting;
}

/** What a locked meeting says, where it is as the caller saw it. */
async function readAsSeen(
  tx: EntityManager,
  caller: Caller,
  id: string,
  etag: string,
): Promise<{ readonly detail: MeetingDetail; readonly beforeHash: Buffer }> {
  const { detail } = await readMeeting(tx, caller, id);
  if (etagOf(detail) !== etag) throw new DomainError('PRECONDITION_FAILED', 'precondition_failed');
  return { detail, beforeHash: hashOf(detail) };
}

/** Locks a draft that is as the caller saw it. */
async function lockDraft(tx: EntityManager, caller: Caller, id: string, etag: string) {
  const meeting = await lockMeeting(tx, caller, id);
  if (meeting.state !== 'draft') throw new DomainError('MEETING_CONCLUDED', 'conflict');
  return { meeting, ...(await readAsSeen(tx, caller, id, etag)) };
}

const columnsOf = ({ number, title, heldOn, place, chairedBy, minutes }: MeetingDraft) => ({
  number,
  title,
  heldOn,
  place,
  chairedBy,
  minutes: minutes ?? null,
});

const numberOnce = <T>(act: () => Promise<T>): Promise<T> =>
  refuseDuplicate('uq_joint_meeting_bureau_id_number', 'NUMBER_TAKEN', act);

async function keepResolutions(
  tx: EntityManager,
  { id: meetingId, bureauId }: Pick<JointMeeting, 'id' | 'bureauId'>,
  resolutions: MeetingDraft['resolutions'],
): Promise<void> {
  await tx.update(MeetingResolution, { meetingId }, { struckOut: true });
  for (const { number, text: body, kind, subject = null, amount, owner, dueOn } of resolutions) {
    const content = { body, kind, subject, owner, dueOn, struckOut: false };
    const amountFen = parsePositiveYuan(amount) ?? null;
    const { affected } = await tx.update(
      MeetingResolution,
      { meetingId, number },
      { ...content, amountFen },
    );
    if (affected === 1) continue;
    await refuseDuplicate('uq_meeting_resolution_bureau_id_number', 'NUMBER_TAKEN', () =>
      tx.insert(MeetingResolution, {
        id: uuidv7(),
        bureauId,
        meetingId,
        number,
        ...content,
        amountFen,
      }),
    );
  }
}

/** Keeps what belongs to a version; nothing of the versions before is lost. */
async function keepParts(
  tx: EntityManager,
  meeting: Pick<JointMeeting, 'id' | 'bureauId' | 'version'>,
  { agenda, attendees, resolutions }: MeetingDraft,
): Promise<void> {
  const { id: meetingId, version } = meeting;
  await tx.insert(
    MeetingAgendaItem,
    agenda.map((title, index) => ({ meetingId, version, ordinal: index + 1, title })),
  );
  await tx.insert(
    MeetingAttendee,
    attendees.map(({ agency, name, position = null }, index) => ({
      meetingId,
      version,
      ordinal: index + 1,
      agency,
      name,
      position,
    })),
  );
  await keepResolutions(tx, meeting, resolutions);
}

/**
 * Enters a meeting as a draft.
 *
 * @returns its id
 * @throws DomainError NUMBER_TAKEN
 */
export async function enterMeeting(
  tx: EntityManager,
  caller: Caller,
  draft: MeetingDraft,
): Promise<string> {
  const { bureauId, personId: makerId } = caller;
  if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
  const id = uuidv7();
  await numberOnce(() => tx.insert(JointMeeting, { id, bureauId, makerId, ...columnsOf(draft) }));
  await keepParts(tx, { id, bureauId, version: 1 }, draft);
  await recordEvent(tx, {
    action: 'meeting.enter',
    ...actorFacts(caller),
    subject: subjectOf(id),
    afterHash: await hashNow(tx, caller, id),
  });
  return id;
}

/**
 * Replaces what a draft says.
 *
 * @throws DomainError NOT_FOUND, MEETING_CONCLUDED, PRECONDITION_FAILED, NUMBER_TAKEN
 */
export async function editMeeting(
  tx: EntityManager,
  caller: Caller,
  id: string,
  draft: MeetingDraft,
  etag: string,
): Promise<void> {
  const { meeting, beforeHash } = await lockDraft(tx, caller, id, etag);
  const version = meeting.version + 1;
  await numberOnce(() => tx.update(JointMeeting, id, { ...columnsOf(draft), version }));
  await keepParts(tx, { id, bureauId: meeting.bureauId, version }, draft);
  await recordEvent(tx, {
    action: 'meeting.edit',
    ...actorFacts(caller),
    subject: subjectOf(id),
    beforeHash,
    afterHash: await hashNow(tx, caller, id),
  });
}

/**
 * Concludes a meeting: from now on it is fixed, and requests may rest on its resolutions.
 *
 * @throws DomainError NOT_FOUND, MEETING_CONCLUDED, PRECONDITION_FAILED, MEETING_INCOMPLETE
 * @throws DomainError SAME_PERSON who entered it does not conclude it
 */
export async function concludeMeeting(
  tx: EntityManager,
  caller: Caller,
  id: string,
  etag: string,
): Promise<void> {
  const { detail, beforeHash } = await lockDraft(tx, caller, id, etag);
  requireAnotherPerson(caller.personId, [detail.maker.id]);
  const missing = [
    ...(detail.agenda.length === 0 ? ['agenda'] : []),
    ...(detail.attendees.length === 0 ? ['attendees'] : []),
    ...(detail.minutes === null ? ['minutes'] : []),
  ];
  if (missing.length > 0) throw new DomainError('MEETING_INCOMPLETE', 'refused', { missing });
  await tx.update(JointMeeting, id, {
    state: 'concluded',
    concludedById: caller.personId,
    concludedAt: () => 'clock_timestamp()',
  });
  await recordEvent(tx, {
    action: 'meeting.conclude',
    ...actorFacts(caller),
    subject: subjectOf(id),
    beforeHash,
    afterHash: await hashNow(tx, caller, id),
  });
}

/**
 * Says whether a resolution was done.
 *
 * @throws DomainError NOT_FOUND, PRECONDITION_FAILED
 */
export async function followUpResolution(
  tx: EntityManager,
  caller: Caller,
  meetingId: string,
  resolutionId: string,
  { state, note }: FollowUp,
  etag: string,
): Promise<void> {
  await lockMeeting(tx, caller, meetingId);
  const { beforeHash } = await readAsSeen(tx, caller, meetingId, etag);
  const { affected } = await tx.update(
    MeetingResolution,
    { id: resolutionId, meetingId },
    { followUp: state, followUpNote: note ?? null },
  );
  if (affected !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  await recordEvent(tx, {
    action: 'meeting.follow_up',
    ...actorFacts(caller),
    subject: subjectOf(meetingId),
    beforeHash,
    afterHash: await hashNow(tx, caller, meetingId),
    content: { resolution: resolutionId, state, note },
  });
}
