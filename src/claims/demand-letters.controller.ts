import { Body, Controller, Get, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import {
  actorFacts,
  asCaller,
  asService,
  Bureau,
  type Caller,
  READERS_OF_BOOKS,
  Secrets,
} from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ownAccount } from '../payees';
import { INERT } from '../platform/http/attachment';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { caseToRead, workOnCase } from './case-of-caller';
import { letterList, letterView, newLetter, type NewLetter } from './demand-letter-schemas';
import { letterOfCaller, readDemandLetters, writeDemandLetter } from './demand-letters';
import { printDemandLetter } from './print-demand-letter';

/** Defendants pay to the account that is kept for others. */
const CUSTODY = '1002.02';
const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** Letters that demand what is overdue (催告函). */
@ApiTags('claims')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class DemandLettersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {}

  @Get('cases/:id/demand-letters')
  @ApiOperation({ summary: 'Letters of a case that demand what is overdue, the newest first' })
  @ApiOkResponse({ standardSchema: letterList })
  async list(
    @Param('id', uuidInPath) caseId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof letterList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, caseId, 'demand_letters.read');
      return { items: await readDemandLetters(tx, { caseId }) };
    });
  }

  @Post('cases/:id/demand-letters')
  @Records('demand_letter.write', 'litigation_case/:id')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Write a letter that demands what a defendant has not paid in time' })
  @ApiProblem(409, 'ENFORCEMENT_DEFERRED')
  @ApiProblem(422, 'NOTHING_TO_DEMAND', 'PAYEE_ACCOUNT_CHANGED', 'REMINDER_DAY_WRONG')
  @ApiCreatedResponse({ standardSchema: letterView })
  async write(
    @Param('id', uuidInPath) caseId: string,
    @Body({ schema: newLetter, pipes: [bodyPipe] }) given: NewLetter,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof letterView>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const act = { key: `demand-letter:${caller.personId}:${key}` };
      const work = await workOnCase(tx, caller, caseId, act);
      const { bookId } = work;
      const accountOf = (id: string) =>
        ownAccount(tx, this.secrets, caller, { bookId, account: CUSTODY, id });
      const id = await asService(tx, () =>
        writeDemandLetter(work, caseId, caller.personId, given, accountOf),
      );
      return letterOfCaller(tx, caller, id);
    });
  }

  @Get('demand-letters/:id/letter.pdf')
  @ApiOperation({ summary: 'A letter of demand as PDF' })
  @ApiProduces('application/pdf')
  @ApiProblem(422, 'GLYPH_MISSING')
  @ApiOkResponse({ description: 'The PDF', schema: { type: 'string', format: 'binary' } })
  async print(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const pdf = await asCaller(this.dataSource, caller, async (tx) => {
      const letter = await letterOfCaller(tx, caller, id);
      await recordEvent(tx, {
        action: 'demand_letter.read',
        ...actorFacts(caller),
        subject: `demand_letter/${id}`,
      });
      const bureau = await tx.findOneBy(Bureau, { id: caller.bureauId ?? '' });
      return printDemandLetter({ ...letter, bureau: bureau?.name ?? '' });
    });
    response.set({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="demand-letter.pdf"',
      ...INERT,
    });
    response.send(pdf);
  }
}
