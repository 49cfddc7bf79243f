export { AuditEvent } from './audit-event.entity';
export { trailBundleLines } from './bundle-trail';
export { Computation } from './computation.entity';
export { type EventProof, proveEvent } from './prove-event';
export {
  type ChangeHashes,
  type EventToRecord,
  hashesAround,
  hashOfContent,
  periodContent,
  recordAct,
  recordChange,
  recordComputation,
  type RecordedContent,
  recordEvent,
  requestContent,
} from './record';
export {
  readTrailState,
  sealTrail,
  sealTrailBehind,
  sealWholeTrail,
  type TrailState,
} from './seal-trail';
export { TRAIL } from './trail';
export { type TrailFinding, verifyTrail } from './verify-trail';
