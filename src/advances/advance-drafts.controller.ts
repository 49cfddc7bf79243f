import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { asCaller, type Caller } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import {
  beginDraft,
  draftContent,
  draftList,
  dropDraft,
  listDrafts,
  readDraft,
  savedDraft,
  saveDraft,
} from './keep-draft';

const LARGEST_BODY = 64 * 1_024;

const uuid = z.uuid();

/** Applications that somebody has begun to write: kept as they are typed, for nobody else to see. */
@ApiTags('advances')
@Controller('api/v1/advance-drafts')
@Allow(['finance_officer', 'organization_member'])
export class AdvanceDraftsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'One’s own drafts, the last one saved first' })
  @ApiOkResponse({ standardSchema: draftList })
  async list(@CurrentCaller() caller: Caller): Promise<z.infer<typeof draftList>> {
    return { items: await asCaller(this.dataSource, caller, (tx) => listDrafts(tx, caller)) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One’s own draft' })
  @ApiOkResponse({ standardSchema: savedDraft })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof savedDraft>> {
    return asCaller(this.dataSource, caller, (tx) => readDraft(tx, caller, id));
  }

  @Post()
  @Records('advance_draft.begin')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Begin to keep what is typed' })
  @ApiCreatedResponse({ standardSchema: savedDraft })
  async begin(
    @Body({ schema: draftContent, pipes: [bodyPipe] }) content: z.output<typeof draftContent>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof savedDraft>> {
    return asCaller(this.dataSource, caller, (tx) => beginDraft(tx, caller, content));
  }

  @Put(':id')
  @Records('advance_draft.save', 'advance_draft/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Keep what is typed so far' })
  @ApiOkResponse({ standardSchema: savedDraft })
  async save(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Body({ schema: draftContent, pipes: [bodyPipe] }) content: z.output<typeof draftContent>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof savedDraft>> {
    return asCaller(this.dataSource, caller, (tx) => saveDraft(tx, caller, id, content));
  }

  @Delete(':id')
  @Records('advance_draft.drop', 'advance_draft/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Throw one’s own draft away' })
  @ApiNoContentResponse()
  async drop(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) => dropDraft(tx, caller, id));
  }
}
