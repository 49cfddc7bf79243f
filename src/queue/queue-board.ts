import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { RequestHandler } from 'express';
import { closeQueues, openQueues } from '../ledger';

/** Where browsers find the board. */
export const BOARD_PATH = '/admin/queues';

/** The queues on Redis as pages for browsers (bull-board), to look at only. */
export class QueueBoard {
  private readonly queues: ReturnType<typeof openQueues>;
  /** Answers requests whose address counts from the board on. */
  readonly pages: RequestHandler;

  constructor(redisUrl: string) {
    this.queues = openQueues(redisUrl);
    const adapter = new ExpressAdapter();
    adapter.setBasePath(BOARD_PATH);
    createBullBoard({
      queues: this.queues.map((queue) => new BullAdapter(queue, { readOnlyMode: true })),
      // The adapter brings a copy of the types of its own, of another patch release.
      serverAdapter: adapter as never,
      options: { uiConfig: { boardTitle: 'Fund ledger', hideRedisDetails: true } },
    });
    this.pages = adapter.getRouter() as RequestHandler;
  }

  async close(): Promise<void> {
    await closeQueues(this.queues);
  }
}
