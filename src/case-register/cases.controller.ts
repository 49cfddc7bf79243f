import { Body, Controller, Get, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { CASE_STATES } from '../law';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  ApiState,
  ApiWords,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import { caseDetail, caseList, newCase, type NewCase } from './case-schemas';
import { listCases, readCase } from './read-cases';
import { registerCase } from './register-case';

const LARGEST_BODY = 64 * 1_024;

const uuid = z.uuid();
const opened = z.strictObject({ id: z.uuid() });
const page = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  state: z.enum(CASE_STATES).optional(),
  q: wordsOfList,
});

/** Cases (环境公益诉讼案件): who sues whom, and whether each plaintiff may. */
@ApiTags('cases')
@Controller('api/v1/cases')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class CasesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Cases, the newest first; for a member those of the own organization' })
  @ApiBook()
  @ApiState(CASE_STATES)
  @ApiWords('Part of the number')
  @ApiPage()
  @ApiOkResponse({ standardSchema: caseList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof caseList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listCases(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post()
  @Records('case.enter')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'Open a case; each plaintiff is judged as of the day of filing' })
  @ActsOnce()
  @ApiCreatedResponse({ standardSchema: opened })
  async open(
    @Body({ schema: newCase, pipes: [bodyPipe] }) given: NewCase,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof opened>> {
    const id = await asCaller(this.dataSource, caller, (tx) =>
      registerCase(tx, caller, given, key),
    );
    response.location(`/api/v1/cases/${id}`);
    return { id };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A case: its parties, whether each plaintiff may sue, its advances' })
  @ApiOkResponse({ standardSchema: caseDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof caseDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const detail = await readCase(tx, caller, id);
      await recordEvent(tx, {
        action: 'case.read',
        ...actorFacts(caller),
        subject: `litigation_case/${id}`,
      });
      return detail;
    });
  }
}
