import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Language } from '../errors';
import { asCaller, type Caller } from '../identity';
import { Allow, AllowSignedIn, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { ReaderLanguage } from '../platform/http/headers';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { NOTICE_KINDS } from './notice-kinds';
import { NOTICE_STATES } from './outgoing-event.entity';
import { listNotices } from './read-notices';
import { retryNotice } from './retry-notice';
import { noticeList } from './schemas';

const uuid = z.uuid();
const listPage = pageSchema(z.tuple([uuid])).extend({
  state: z.enum(NOTICE_STATES).optional(),
  kind: z.enum(NOTICE_KINDS).optional(),
  mine: z.enum(['true', 'false']).default('false'),
});

/** What people were told, and how far it came. */
@ApiTags('notices')
@Controller('api/v1/notices')
@AllowSignedIn()
export class NoticesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary:
      'The caller’s own notices with what they say; for a system administrator those of the bureau without; the newest first',
  })
  @ApiQuery({
    name: 'state',
    required: false,
    schema: { type: 'string', enum: [...NOTICE_STATES] },
  })
  @ApiQuery({ name: 'kind', required: false, schema: { type: 'string', enum: [...NOTICE_KINDS] } })
  @ApiQuery({
    name: 'mine',
    required: false,
    description: 'true: the own ones only, whoever asks',
    schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: noticeList })
  async list(
    @Query({ schema: listPage, pipes: [parametersPipe] })
    { limit, cursor, state, kind, mine }: z.output<typeof listPage>,
    @CurrentCaller() caller: Caller,
    @ReaderLanguage() language: Language,
  ): Promise<z.infer<typeof noticeList>> {
    const page = { after: cursor?.[0], limit };
    const filter = { state, kind, mine: mine === 'true' };
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listNotices(tx, caller, filter, language, page),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post(':id/retry')
  @Allow(['system_administrator'])
  @Records('notice.retry', 'outgoing_event/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Try a notice that could not be sent once more' })
  @ApiNoContentResponse()
  @ApiProblem(404, 'NOT_FOUND')
  @ApiProblem(409, 'NOTICE_NOT_FAILED')
  async retry(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) => retryNotice(tx, caller, id));
  }
}
