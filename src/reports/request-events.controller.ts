import { Controller, Param, Sse, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { concat, concatMap, distinctUntilChanged, map, type Observable, of } from 'rxjs';
import { takeUntil, takeWhile, timer } from 'rxjs';
import { DataSource } from 'typeorm';
import { bookOf, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { readRequestStates, type RequestState } from '../ledger';
import { nameInPath, parametersPipe } from '../platform/http/parameters';

const LOOK_EVERY_MS = 500;
const LONGEST_MS = 60_000;

/** Tells a browser how far a request has come, as soon as it changes. */
@ApiTags('books')
@Controller('api/v1/books/:id/requests/:request/events')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class RequestEventsController {
  constructor(private readonly dataSource: DataSource) {}

  @Sse()
  @ApiOperation({
    summary:
      'States of a request as server-sent events, until it waits no more or a minute is over',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' } })
  async events(
    @Param('id', { schema: nameInPath }) id: string,
    @Param('request') request: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Observable<{ data: RequestState }>> {
    const read = (): Promise<RequestState[]> =>
      asCaller(this.dataSource, caller, async (tx) =>
        readRequestStates(tx, (await bookOf(tx, caller, id)).id, [request]),
      );
    // Read once before the stream begins, so that what is not there is answered as everywhere.
    const first = await read();
    const later = timer(LOOK_EVERY_MS, LOOK_EVERY_MS).pipe(
      takeUntil(timer(LONGEST_MS)),
      concatMap(read),
    );
    return concat(of(first), later).pipe(
      concatMap((states) => states),
      takeWhile(({ status }) => status === 'ready', true),
      distinctUntilChanged((one, other) => one.status === other.status),
      map((data) => ({ data })),
    );
  }
}
