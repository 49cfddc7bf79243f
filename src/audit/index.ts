export { AuditEvent } from './audit-event.entity';
export { Computation } from './computation.entity';
export { type EventToRecord, recordAct, recordComputation, recordEvent } from './record';
