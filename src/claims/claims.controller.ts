import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { businessDate } from '../calendar';
import { asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { fen, parsePositiveYuan } from '../money';
import { today } from '../platform/database/today';
import { ApiProblem } from '../platform/http/describe-problems';
import { parametersPipe } from '../platform/http/parameters';
import { caseToRead } from './case-of-caller';
import { claimList, claimsAsked, whatIf, whatIfAsked, type WhatIfAsked } from './claim-schemas';
import { readClaims } from './read-claims';
import { tryPayment } from './what-if';

const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const DAY = { type: 'string', format: 'date' } as const;
const UUID = { type: 'string', format: 'uuid' } as const;

const paymentOf = ({ payer, amount, designated = [] }: WhatIfAsked) =>
  payer === undefined || amount === undefined
    ? null
    : { payer, amount: parsePositiveYuan(amount) ?? fen(0n), designated };

/** What a case's defendants owe (判项债权), and what a payment would do. */
@ApiTags('claims')
@Controller('api/v1/cases/:id/claims')
@Allow(READERS_OF_BOOKS)
export class ClaimsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Claims of a case by item and debtor, with doubled interest up to a day',
  })
  @ApiQuery({ name: 'on', required: false, description: 'Today if absent', schema: DAY })
  @ApiOkResponse({ standardSchema: claimList })
  async list(
    @Param('id', uuidInPath) id: string,
    @Query({ schema: claimsAsked, pipes: [parametersPipe] }) { on }: z.output<typeof claimsAsked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof claimList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const { litigationCase, book } = await caseToRead(tx, caller, id, 'claims.read');
      const day = businessDate(on ?? (await today(tx)));
      return readClaims(tx, litigationCase, book.code, day);
    });
  }

  @Get('interest')
  @ApiOperation({
    summary: 'Doubled interest up to a day, and where a payment would go; records nothing',
  })
  @ApiQuery({ name: 'paidOn', required: true, schema: DAY })
  @ApiQuery({ name: 'amount', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'payer', required: false, description: 'Id of a defendant', schema: UUID })
  @ApiQuery({
    name: 'designated',
    required: false,
    description: 'Ids of items that the payer wants discharged first, with commas between them',
    schema: { type: 'string' },
  })
  @ApiProblem(422, 'NOT_A_DEBTOR')
  @ApiOkResponse({ standardSchema: whatIf })
  async interest(
    @Param('id', uuidInPath) id: string,
    @Query({ schema: whatIfAsked, pipes: [parametersPipe] }) asked: WhatIfAsked,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof whatIf>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const { litigationCase } = await caseToRead(tx, caller, id, 'claims.read');
      return tryPayment(tx, litigationCase, businessDate(asked.paidOn), paymentOf(asked));
    });
  }
}
