export { QueueBoard } from './queue-board';
export { QueueBoardController } from './queue-board.controller';
export { QueueController } from './queue.controller';
