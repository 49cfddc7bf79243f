import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { asCaller, asService, type Caller } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { BookHints, findRequest } from '../ledger';
import {
  ApiBook,
  ApiPage,
  bookOfList,
  cursorNumber,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { findQueued, listQueued, QUEUE_STATES, queuedRequest } from './queued-requests';
import { retryOnTheRecord } from './retry-request';

const page = pageSchema(z.tuple([cursorNumber])).extend({
  status: z.enum(QUEUE_STATES).default('failed'),
  book: bookOfList,
});
const queue = z.strictObject({ items: z.array(queuedRequest), next: z.string().nullable() });
const requestNumber = z.string().regex(/^[1-9]\d{0,17}$/, 'must be the number of a request');
const putBack = z.strictObject({ id: z.string(), book: z.string(), status: z.literal('ready') });

/** What is not posted, for whoever keeps the system running; not what it is about. */
@ApiTags('queue')
@Controller('api/v1/queue/requests')
@Allow(['system_administrator'])
export class QueueController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Requests that failed or wait, the oldest first' })
  @ApiQuery({
    name: 'status',
    required: false,
    schema: { type: 'string', enum: [...QUEUE_STATES], default: 'failed' },
  })
  @ApiBook()
  @ApiPage()
  @ApiOkResponse({ standardSchema: queue })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof queue>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listQueued(tx, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post(':id/retry')
  @Allow(['system_administrator'], { stepUp: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'Put a failed request back, to be tried again at once' })
  @ApiOkResponse({ standardSchema: putBack })
  async retry(
    @Param('id', { schema: requestNumber, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof putBack>> {
    const found = await asCaller(this.dataSource, caller, async (tx) => {
      await findQueued(tx, id);
      return asService(tx, () => findRequest(tx, id));
    });
    const { personId, sessionId, address, name: by } = caller;
    const transact = (work: (tx: EntityManager) => Promise<void>): Promise<void> =>
      asCaller(this.dataSource, caller, (tx) => asService(tx, work));
    await retryOnTheRecord(transact, found, { by, from: { personId, sessionId, address } });
    this.hints.send(found.bookId);
    return { id, book: found.book, status: 'ready' };
  }
}
