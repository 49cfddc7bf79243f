export { Defendant, LitigationCase, Stay } from './case.entity';
export {
  CaseStep,
  CaseStepDocument,
  RECORDED_KINDS,
  type RecordedKind,
  type StepFacts,
} from './case-step.entity';
export { keepStep, type StepToKeep } from './keep-step';
export { lockCase } from './lock-case';
export { type CaseToOpen, openCase, recordStay } from './open-case';
export { procedureOf, standingSteps } from './procedure';
