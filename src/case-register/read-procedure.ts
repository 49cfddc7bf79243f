import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { BusinessDate } from '../calendar';
import { CaseStep, RECORDED_KINDS } from '../cases';
import type { Caller } from '../identity';
import { type CaseState, followProcedure, INSTANCES, type ProcedureStep, STEP_KINDS } from '../law';
import { today } from '../platform/database/today';
import { readCalendar } from '../working-days';
import { caseItemOf } from './read-cases';
import type { caseProcedure, shownStep } from './step-schemas';

type Shown = z.infer<typeof shownStep>;

/**
 * Where a case stands, and every step that was told of it, in the order in which they happened. A plaintiff reads the
 * steps without who told them and without papers of the bureau.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readProcedure(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
): Promise<z.infer<typeof caseProcedure>> {
  const { filedOn, state } = await caseItemOf(tx, caller, caseId);
  const rows = await tx.find(CaseStep, {
    where: { caseId },
    order: { happenedOn: 'ASC', ordinal: 'ASC' },
  });
  const revoked = new Set(rows.map(({ revokesId }) => revokesId));
  const standing = rows.flatMap((row) => (revoked.has(row.id) ? [] : (row.toLaw() ?? [])));
  const calendar = await readCalendar(tx);
  const filed = filedOn as BusinessDate;
  const procedure = followProcedure(filed, standing, calendar);
  const day = (await today(tx)) as BusinessDate;
  const isPossible = (step: ProcedureStep): boolean =>
    followProcedure(filed, [...standing, step], calendar).fault === null;
  const told = await toldOf(tx, rows, caller.creditCode === null);
  return {
    id: caseId,
    state: state === null ? null : procedure.state,
    isStayed: procedure.isStayed,
    instance: procedure.instance,
    joinUntil: procedure.joinUntil,
    publishedUntil: procedure.publishedUntil,
    steps: rows.map((row): Shown => ({
      id: row.id,
      kind: row.kind,
      on: row.happenedOn,
      facts: row.facts as Shown['facts'],
      isRevoked: revoked.has(row.id),
      revokes: row.revokesId,
      recordedBy: told.people.get(row.recordedById) ?? null,
      documents: told.documents.get(row.id) ?? [],
    })),
    next: state === null ? [] : nextSteps(day, isPossible, procedure.state),
  };
}

/** What the case can take today; of what rests on more than the day, whether some form of it could be. */
function nextSteps(
  on: BusinessDate,
  isPossible: (step: ProcedureStep) => boolean,
  state: CaseState,
): (typeof RECORDED_KINDS)[number][] {
  const one = { id: '', on, claimsRealized: true } as const;
  return STEP_KINDS.filter((kind) => {
    if (kind === 'instance_opened')
      return INSTANCES.some((instance) => isPossible({ ...one, kind, instance }));
    // It sues after a notice of its own, which lies before the day of filing.
    if (kind === 'procuratorate_sued') return state === 'filed';
    return isPossible({ ...one, kind });
  });
}

async function toldOf(
  tx: EntityManager,
  rows: readonly CaseStep[],
  isStaff: boolean,
): Promise<{
  readonly people: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, Shown['documents']>;
}> {
  if (!isStaff || rows.length === 0) return { people: new Map(), documents: new Map() };
  const people = await tx.query<{ id: string; name: string }[]>(
    'SELECT p.id, p.name FROM fund.person p WHERE p.id = ANY ($1::uuid[])',
    [rows.map(({ recordedById }) => recordedById)],
  );
  const papers = await tx.query<{ step: string; id: string; name: string }[]>(
    `SELECT s.step_id AS step, d.id, d.name
       FROM fund.case_step_document s JOIN fund.document d ON d.id = s.document_id
      WHERE s.step_id = ANY ($1::uuid[]) ORDER BY s.step_id, s.ordinal`,
    [rows.map(({ id }) => id)],
  );
  const documents = new Map<string, Shown['documents']>();
  for (const { step, id, name } of papers) {
    documents.set(step, [...(documents.get(step) ?? []), { id, name }]);
  }
  return { people: new Map(people.map(({ id, name }) => [id, name])), documents };
}
