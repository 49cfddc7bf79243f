export { Defendant, LitigationCase, Stay } from './case.entity';
export { lockCase } from './lock-case';
export { openCase, recordStay } from './open-case';
