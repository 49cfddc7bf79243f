export { FAILED_POSTINGS } from './queue-inbox';
export { findQueued, type QueuedRequest } from './queued-requests';
export { retryOnTheRecord } from './retry-request';
