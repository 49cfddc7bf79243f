import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { caseToRead, workOnCase } from './case-of-caller';
import { PayOut } from './pay-out.entity';
import { newReturn, type NewReturn, payOutList, payOutView } from './pay-out-schemas';
import { readPayOut, readPayOuts } from './read-pay-outs';
import { returnPayOut } from './return-pay-out';

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** Money of defendants that went out again, and what the bank sent back of it (退汇). */
@ApiTags('claims')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class PayOutsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get('cases/:id/pay-outs')
  @ApiOperation({ summary: 'What went out of the money of a case, and to which account' })
  @ApiOkResponse({ standardSchema: payOutList })
  async list(
    @Param('id', uuidInPath) caseId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof payOutList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, caseId, 'pay_outs.read');
      return { items: await readPayOuts(tx, caseId) };
    });
  }

  @Post('pay-outs/:id/return')
  @Records('pay_out.return', 'pay_out/:id')
  @HttpCode(200)
  @Allow(['cashier'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Record that the bank sent it back: it is reversed, and owed again' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(409, 'PAY_OUT_NOT_POSTED', 'PAY_OUT_RETURNED', 'PAY_OUT_TO_GET_BACK')
  @ApiProblem(422, 'PAYMENT_DAY_WRONG')
  @ApiOkResponse({ standardSchema: payOutView })
  async return(
    @Param('id', uuidInPath) payOutId: string,
    @Body({ schema: newReturn, pipes: [bodyPipe] }) given: NewReturn,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof payOutView>> {
    const { on, bankReference = null, reason } = given;
    const [shown, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const payOut = await tx.findOneBy(PayOut, { id: payOutId });
      if (payOut === null) throw new DomainError('NOT_FOUND', 'not_found', { payOut: payOutId });
      const act = { key: `pay-out-return:${payOutId}`, on };
      const work = await workOnCase(tx, caller, payOut.caseId, act);
      const returned = { payOutId, recordedById: caller.personId, bankReference, reason };
      await asService(tx, () => returnPayOut(work, returned));
      return [await readPayOut(tx, payOutId), work.bookId] as const;
    });
    if (shown === undefined) throw new Error('what was returned is not there');
    this.hints.send(bookId);
    return shown;
  }
}
