import type { EntityManager } from 'typeorm';
import { asService, type Caller } from '../identity';
import { announce } from '../notices';
import { ApprovalRequest } from './approval.entity';
import { subjectOf } from './requests';

/** Whoever asks may be of an organization, which does not know who in the bureau acts. */
async function whoCanAct(tx: EntityManager, id: string): Promise<string[]> {
  const rows = await asService(tx, () =>
    tx.query<{ person_id: string }[]>('SELECT b.person_id FROM fund.people_before($1) b', [id]),
  );
  return rows.map(({ person_id }) => person_id);
}

/**
 * Tells those whom a request concerns now where it stands: those who can take its next step, or its maker.
 * Whoever has just acted knows.
 */
export async function announceRequest(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<void> {
  const request = await tx.findOneByOrFail(ApprovalRequest, { id });
  const { state, title, dueOn, makerId, creditCode, bureauId, bookId } = request;
  const about = { bureauId, bookId, except: caller.personId, subject: subjectOf(id) };
  const facts = { title, request: id };
  const toMaker = { people: [makerId] };
  // What was decided on a request of an organization concerns all of its members.
  const toAsking = creditCode === null || bookId === null ? toMaker : { creditCode, bookId };
  switch (state) {
    case 'open': {
      const people = await whoCanAct(tx, id);
      await announce(tx, {
        ...about,
        kind: 'request_waiting',
        to: { people },
        facts: { ...facts, dueOn },
      });
      return;
    }
    case 'returned':
      await announce(tx, {
        ...about,
        kind: 'request_returned',
        to: toMaker,
        facts: { ...facts, dueOn },
      });
      return;
    case 'approved':
      await announce(tx, { ...about, kind: 'request_approved', to: toAsking, facts });
      return;
    case 'rejected':
      await announce(tx, { ...about, kind: 'request_rejected', to: toAsking, facts });
      return;
    case 'withdrawn':
      return;
  }
}
