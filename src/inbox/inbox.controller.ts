import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { asCaller, type Caller, ROLES } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { InboxSources } from './inbox-source';
import { readInbox } from './read-inbox';
import { inbox } from './schemas';

const page = pageSchema(
  z.tuple([
    z.string().regex(/^[0-9: .+-]{19,40}$/),
    z.string().regex(/^[a-z_]{1,40}$/),
    z.string().regex(/^[0-9a-f-]{1,36}$/),
  ]),
);

/** What waits for somebody, whatever it is. */
@ApiTags('inbox')
@Controller('api/v1/inbox')
@Allow(ROLES)
export class InboxController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sources: InboxSources,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What waits for the caller, the oldest first' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: inbox })
  async inbox(
    @Query({ schema: page, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof inbox>> {
    const rows = await asCaller(this.dataSource, caller, (tx) =>
      readInbox(tx, this.sources, caller.personId, { after: cursor, limit }),
    );
    return {
      items: rows.map(({ item }) => item),
      next: nextCursor(rows, limit, ({ place, item }) => [place, item.source, item.id]),
    };
  }
}
