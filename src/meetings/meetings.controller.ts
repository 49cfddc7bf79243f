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
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { AMOUNT_PATTERN } from '../money';
import { ApiIfMatch, IfMatch } from '../platform/http/etag';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { listFittingResolutions } from './fitting-resolutions';
import {
  concludeMeeting,
  editMeeting,
  enterMeeting,
  etagOf,
  followUpResolution,
  subjectOf,
} from './keep-meeting';
import { listMeetings, readMeeting } from './read-meetings';
import {
  fittingResolutions,
  type FollowUp,
  followUp,
  KIND_PATTERN,
  matter,
  type MeetingDetail,
  meetingDetail,
  type MeetingDraft,
  meetingDraft,
  meetingList,
} from './schemas';

const LARGEST_BODY = 1_024 * 1_024;

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.iso.date(), z.uuid()]));
const resolutionPage = page.extend(matter);

/** Joint meetings (联席会议), what they resolved and what came of it. */
@ApiTags('meetings')
@Controller('api/v1/meetings')
@Allow(READERS_OF_BOOKS)
export class MeetingsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Joint meetings, the latest first' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: meetingList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof meetingList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listMeetings(tx, caller, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ heldOn, id }) => [heldOn, id]) };
  }

  @Post()
  @Records('meeting.enter')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'Enter a meeting as a draft' })
  @ApiCreatedResponse({ standardSchema: meetingDetail })
  async enter(
    @Body({ schema: meetingDraft, pipes: [bodyPipe] }) draft: MeetingDraft,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingDetail> {
    const detail = await this.act(caller, response, (tx) => enterMeeting(tx, caller, draft));
    response.location(`/api/v1/meetings/${detail.id}`);
    return detail;
  }

  @Get('resolutions')
  @ApiOperation({
    summary: 'Resolutions of concluded meetings that a request may rest on, the latest first',
  })
  @ApiQuery({ name: 'kind', schema: { type: 'string', pattern: KIND_PATTERN.source } })
  @ApiQuery({
    name: 'subject',
    required: false,
    description: 'What the request is about; absent where it has no subject',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  })
  @ApiQuery({
    name: 'amount',
    required: false,
    description: 'Yuan of the request: a resolution allows as much',
    schema: { type: 'string', pattern: AMOUNT_PATTERN.source },
  })
  @ApiQuery({
    name: 'request',
    required: false,
    description: 'A request that may rest on one of them already',
    schema: { type: 'string', format: 'uuid' },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: fittingResolutions })
  async fittingResolutions(
    @Query({ schema: resolutionPage, pipes: [parametersPipe] })
    { limit, cursor, ...given }: z.output<typeof resolutionPage>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof fittingResolutions>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listFittingResolutions(tx, caller, given, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ meeting, id }) => [meeting.heldOn, id]) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A meeting with its agenda, attendees, minutes and resolutions' })
  @ApiOkResponse({ standardSchema: meetingDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingDetail> {
    return asCaller(this.dataSource, caller, (tx) => show(tx, caller, id, response));
  }

  @Put(':id')
  @Records('meeting.edit', 'joint_meeting/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'Replace what a draft says' })
  @ApiIfMatch()
  @ApiOkResponse({ standardSchema: meetingDetail })
  async edit(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Body({ schema: meetingDraft, pipes: [bodyPipe] }) draft: MeetingDraft,
    @IfMatch() etag: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingDetail> {
    return this.act(caller, response, async (tx) => {
      await editMeeting(tx, caller, id, draft, etag);
      return id;
    });
  }

  @Post(':id/conclude')
  @Records('meeting.conclude', 'joint_meeting/:id')
  @HttpCode(200)
  @Allow(['approver'], { stepUp: true })
  @ApiOperation({ summary: 'Conclude a meeting: it is fixed, and its resolutions can be cited' })
  @ApiIfMatch()
  @ApiOkResponse({ standardSchema: meetingDetail })
  async conclude(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @IfMatch() etag: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingDetail> {
    return this.act(caller, response, async (tx) => {
      await concludeMeeting(tx, caller, id, etag);
      return id;
    });
  }

  @Post(':id/resolutions/:resolution/follow-up')
  @Records('meeting.follow_up', 'joint_meeting/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(200)
  @Allow(['finance_officer', 'approver'])
  @ApiOperation({ summary: 'Say whether a resolution was done' })
  @ApiIfMatch()
  @ApiOkResponse({ standardSchema: meetingDetail })
  async followUp(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Param('resolution', { schema: uuid, pipes: [parametersPipe] }) resolution: string,
    @Body({ schema: followUp, pipes: [bodyPipe] }) given: FollowUp,
    @IfMatch() etag: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingDetail> {
    return this.act(caller, response, async (tx) => {
      await followUpResolution(tx, caller, id, resolution, given, etag);
      return id;
    });
  }

  private async act(
    caller: Caller,
    response: Response,
    work: (tx: EntityManager) => Promise<string>,
  ): Promise<MeetingDetail> {
    return asCaller(this.dataSource, caller, async (tx) =>
      show(tx, caller, await work(tx), response),
    );
  }
}

/** Shows a meeting; the trail says who looked. */
async function show(
  tx: EntityManager,
  caller: Caller,
  id: string,
  response: Response,
): Promise<MeetingDetail> {
  const { detail } = await readMeeting(tx, caller, id);
  await recordEvent(tx, {
    action: 'meeting.read',
    ...actorFacts(caller),
    subject: subjectOf(id),
  });
  response.set('etag', etagOf(detail));
  return detail;
}
