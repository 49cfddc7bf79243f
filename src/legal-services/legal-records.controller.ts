import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
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
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { trainingList, trainingMade } from './answer-schemas';
import {
  type EvaluationGiven,
  evaluationGiven,
  type TrainingGiven,
  trainingGiven,
} from './content-schemas';
import { evaluateEngagement, recordTraining } from './keep-records';
import { listTraining } from './read-agreements';
import { idsOfBooks } from './read-law-firms';

const LARGEST_BODY = 256 * 1_024;

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.iso.date(), z.uuid()])).extend({ book: bookOfList });

/** What is put on record of legal services without an approval: evaluations, training and guidance. */
@ApiTags('legal services')
@Controller('api/v1')
export class LegalRecordsController {
  constructor(private readonly dataSource: DataSource) {}

  @Post('legal-engagements/:id/evaluation')
  @Records('legal_engagement.evaluate', 'legal_engagement/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @HttpCode(204)
  @Allow(['reviewer'])
  @ApiOperation({ summary: 'Evaluate the work on an engagement, once, after the case' })
  @ApiNoContentResponse()
  async evaluate(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Body({ schema: evaluationGiven, pipes: [bodyPipe] }) given: EvaluationGiven,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) => evaluateEngagement(tx, caller, id, given));
  }

  @Get('training-records')
  @Allow(READERS_OF_BOOKS)
  @ApiOperation({ summary: 'Records of training and guidance, the latest first' })
  @ApiBook()
  @ApiPage()
  @ApiOkResponse({ standardSchema: trainingList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, book }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof trainingList>> {
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const found = await listTraining(tx, await idsOfBooks(tx, caller), {
        book,
        limit,
        after: cursor,
      });
      await recordEvent(tx, { action: 'training.read', ...actorFacts(caller) });
      return found;
    });
    return { items, next: nextCursor(items, limit, ({ heldOn, id }) => [heldOn, id]) };
  }

  @Post('training-records')
  @Records('training.record')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer', 'reviewer'])
  @ApiOperation({ summary: 'Put training or guidance on record' })
  @ApiCreatedResponse({ standardSchema: trainingMade })
  async record(
    @Body({ schema: trainingGiven, pipes: [bodyPipe] }) given: TrainingGiven,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof trainingMade>> {
    const id = await asCaller(this.dataSource, caller, (tx) => recordTraining(tx, caller, given));
    return { id };
  }
}
