export { AuditEvent } from './audit-event.entity';
export { trailBundleLines } from './bundle-trail';
export { Computation } from './computation.entity';
export { type EventProof, proveEvent } from './prove-event';
export { type EventToRecord, recordAct, recordComputation, recordEvent } from './record';
export { readTrailState, sealTrail, sealWholeTrail, type TrailState } from './seal-trail';
export { TRAIL } from './trail';
export { type TrailFinding, verifyTrail } from './verify-trail';
