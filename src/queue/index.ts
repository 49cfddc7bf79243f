export { QueueBoard } from './queue-board';
export { QueueBoardController } from './queue-board.controller';
export { FAILED_POSTINGS } from './queue-inbox';
export { QueueController } from './queue.controller';
export { findQueued, type QueuedRequest } from './queued-requests';
export { retryOnTheRecord } from './retry-request';
