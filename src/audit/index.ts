export { AuditEvent } from './audit-event.entity';
export { Computation } from './computation.entity';
export { recordAct, recordComputation } from './record';
