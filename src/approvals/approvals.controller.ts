import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Language } from '../errors';
import { asCaller, type Caller, ROLES } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { CountsAs } from '../platform/http/rate-limits';
import { ApiIfMatch, IfMatch } from '../platform/http/etag';
import { ActsOnce, IdempotencyKey, ReaderLanguage } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { APPROVAL_STATES } from './approval.entity';
import { ApprovalKinds } from './approval-kind';
import { decideRequest } from './decide';
import { makeRequest, reviseRequest, withdrawRequest } from './make-request';
import { readDetail } from './read-detail';
import { listRequests } from './read-requests';
import {
  approvalDetail,
  approvalItem,
  givenDecision,
  listOf,
  newRequest,
  revision,
} from './schemas';

const LARGEST_BODY = 256 * 1_024;

const uuid = z.uuid();
const listPage = pageSchema(z.tuple([z.uuid()])).extend({
  state: z.enum(APPROVAL_STATES).optional(),
  mine: z.enum(['made', 'decided']).optional(),
});
const made = z.strictObject({ id: z.uuid() });
const approvals = listOf(approvalItem);

/** Everything that one person makes and others decide, the same way for all features. */
@ApiTags('approvals')
@Controller('api/v1')
@Allow(ROLES)
export class ApprovalsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: ApprovalKinds,
    private readonly hints: BookHints,
  ) {}

  @Get('approvals')
  @ApiOperation({
    summary:
      'Requests of the caller’s bureau, for administrators those made or decided in their role; the newest first',
  })
  @ApiQuery({
    name: 'state',
    required: false,
    schema: { type: 'string', enum: [...APPROVAL_STATES] },
  })
  @ApiQuery({
    name: 'mine',
    required: false,
    description: 'Those that the caller made, or decided on',
    schema: { type: 'string', enum: ['made', 'decided'] },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: approvals })
  async list(
    @Query({ schema: listPage, pipes: [parametersPipe] })
    { limit, cursor, state, mine }: z.output<typeof listPage>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof approvals>> {
    const page = { after: cursor?.[0], limit };
    const rows = await asCaller(this.dataSource, caller, (tx) =>
      listRequests(tx, caller, { state, mine }, page),
    );
    return {
      items: rows.map(({ item }) => item),
      next: nextCursor(rows, limit, ({ place }) => [place]),
    };
  }

  @Post('approvals')
  @Records('approval.submit')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Ask for something that others decide' })
  @ActsOnce()
  @ApiCreatedResponse({ standardSchema: made })
  async make(
    @Body({ schema: newRequest, pipes: [bodyPipe] }) given: z.output<typeof newRequest>,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof made>> {
    const id = await asCaller(this.dataSource, caller, (tx) =>
      makeRequest(tx, this.kinds, caller, given, key),
    );
    response.location(`/api/v1/approvals/${id}`);
    return { id };
  }

  @Get('approvals/:id')
  @ApiOperation({ summary: 'A request with its versions and decisions' })
  @ApiOkResponse({ standardSchema: approvalDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof approvalDetail>> {
    return this.show(id, caller, language, response);
  }

  @Put('approvals/:id')
  @Records('approval.revise', 'approval_request/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @CountsAs('act')
  @ApiOperation({ summary: 'Change a request, or submit it again as it is after it came back' })
  @ApiIfMatch()
  @ApiOkResponse({ standardSchema: approvalDetail })
  async revise(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Body({ schema: revision, pipes: [bodyPipe] }) given: z.output<typeof revision>,
    @IfMatch() etag: string,
    @CurrentCaller() caller: Caller,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof approvalDetail>> {
    await asCaller(this.dataSource, caller, (tx) =>
      reviseRequest(tx, this.kinds, caller, id, given, etag),
    );
    return this.show(id, caller, language, response);
  }

  @Post('approvals/:id/decisions')
  @Records('approval.decide', 'approval_request/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @Allow(ROLES, { stepUp: true })
  @CountsAs('act')
  @ApiOperation({ summary: 'Approve a request, return it to its maker, or reject it' })
  @ApiOkResponse({ standardSchema: approvalDetail })
  async decide(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Body({ schema: givenDecision, pipes: [bodyPipe] }) given: z.output<typeof givenDecision>,
    @CurrentCaller() caller: Caller,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof approvalDetail>> {
    const decision = { ...given, contentHash: Buffer.from(given.contentHash, 'hex') };
    const bookId = await asCaller(this.dataSource, caller, (tx) =>
      decideRequest(tx, this.kinds, caller, id, decision),
    );
    if (bookId !== null) this.hints.send(bookId);
    return this.show(id, caller, language, response);
  }

  @Post('approvals/:id/withdraw')
  @Records('approval.withdraw', 'approval_request/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take one’s own request back for good' })
  @ApiNoContentResponse()
  async withdraw(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) => withdrawRequest(tx, caller, id));
  }

  private async show(
    id: string,
    caller: Caller,
    language: Language,
    response: Response,
  ): Promise<z.infer<typeof approvalDetail>> {
    const { detail, etag } = await asCaller(this.dataSource, caller, (tx) =>
      readDetail(tx, this.kinds, caller, id, language),
    );
    response.set('etag', etag);
    return detail;
  }
}
