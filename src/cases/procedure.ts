import type { EntityManager } from 'typeorm';
import { DomainError, type ProblemCode } from '../errors';
import { followProcedure, type Procedure, type ProcedureStep, type StepRule } from '../law';
import { readCalendar } from '../working-days';
import { CaseStep } from './case-step.entity';
import type { LitigationCase } from './case.entity';

const CODES: Readonly<Record<StepRule, ProblemCode>> = {
  before_filing: 'CASE_STEP_OUT_OF_TURN',
  out_of_turn: 'CASE_STEP_OUT_OF_TURN',
  stayed: 'CASE_STAYED',
  join_period: 'JOIN_PERIOD_OVER',
  publication_period: 'PUBLICATION_NOT_OVER',
  notice_period: 'PROCURATORATE_NOTICE_NOT_OVER',
  withdrawal_barred: 'WITHDRAWAL_BARRED',
};

/** The steps of a case that stand: those that were not revoked, in the order in which they were told. */
export async function standingSteps(tx: EntityManager, caseId: string): Promise<CaseStep[]> {
  const told = await tx.find(CaseStep, { where: { caseId }, order: { ordinal: 'ASC' } });
  const revoked = new Set(told.map(({ revokesId }) => revokesId));
  return told.filter(({ id, kind }) => kind !== 'revoked' && !revoked.has(id));
}

/**
 * Where a case stands after steps.
 *
 * @throws DomainError CASE_STEP_OUT_OF_TURN, CASE_STAYED, JOIN_PERIOD_OVER, PUBLICATION_NOT_OVER,
 *   PROCURATORATE_NOTICE_NOT_OVER, WITHDRAWAL_BARRED they cannot have happened like this
 */
export async function requireProcedure(
  tx: EntityManager,
  { filedOn }: LitigationCase,
  steps: readonly ProcedureStep[],
): Promise<Procedure> {
  const procedure = followProcedure(filedOn, steps, await readCalendar(tx));
  const { fault } = procedure;
  if (fault === null) return procedure;
  const { step: id, rule, state, day } = fault;
  const step = steps.find((candidate) => candidate.id === id);
  throw new DomainError(CODES[rule], 'refused', {
    step: step?.kind,
    on: step?.on,
    state,
    ...(day !== null && { day }),
  });
}

/** Where a case stands; its steps were looked at when they were told, so none is refused here. */
export async function procedureOf(
  tx: EntityManager,
  { id, filedOn }: Pick<LitigationCase, 'id' | 'filedOn'>,
): Promise<Procedure> {
  const steps = await standingSteps(tx, id);
  return followProcedure(filedOn, toLaw(steps), await readCalendar(tx));
}

export const toLaw = (steps: readonly CaseStep[]): ProcedureStep[] =>
  steps.flatMap((step) => step.toLaw() ?? []);
