export { Defendant, LitigationCase, Stay } from './case.entity';
export { lockCase } from './lock-case';
export { type CaseToOpen, openCase, recordStay } from './open-case';
