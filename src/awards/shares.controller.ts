import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { requireDocuments } from '../documents';
import { asCaller, asService, type Caller } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { fen, parsePositiveYuan, parseYuan } from '../money';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { newAwardReturn, type NewAwardReturn, newUse, type NewUse } from './award-schemas';
import { madeOfAward } from './award-views';
import { workOnShare } from './case-of-award';
import { reportUse } from './report-use';
import { returnAward } from './return-award';

const LARGEST_BODY = 64 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

type Made = z.infer<typeof madeOfAward>;

/** What organizations do with their shares of awards: they report their use, and return what was recalled. */
@ApiTags('awards')
@Controller('api/v1/award-shares/:id')
@Allow(['organization_member', 'finance_officer'])
export class AwardSharesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Post('returns')
  @Records('award.returned', 'award_share/:id')
  @HttpCode(200)
  @Allow(['cashier'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that an organization returned what was recalled of its award' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(422, 'AWARD_RETURN_EXCEEDED', 'PAYMENT_DAY_WRONG', 'IDEMPOTENCY_KEY_REUSED')
  @ApiOkResponse({ standardSchema: madeOfAward })
  async returned(
    @Param('id', uuidInPath) shareId: string,
    @Body({ schema: newAwardReturn, pipes: [bodyPipe] }) given: NewAwardReturn,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    const { on, bankReference } = given;
    const amount = parsePositiveYuan(given.amount) ?? fen(0n);
    const { personId: recordedById } = caller;
    const bookId = await asCaller(this.dataSource, caller, async (tx) => {
      const act = `award-return:${recordedById}:${key}`;
      const work = { ...(await workOnShare(tx, caller, shareId, act)), on };
      const returned = { shareId, recordedById, amount, bankReference };
      await asService(tx, () => returnAward(work, returned));
      return work.bookId;
    });
    this.hints.send(bookId);
    return { id: shareId };
  }

  @Post('uses')
  @Records('award.report_use', 'award_share/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Report what an award was used for in a year' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(422, 'AWARD_USE_EXCEEDED', 'AWARD_USE_YEAR', 'IDEMPOTENCY_KEY_REUSED')
  @ApiCreatedResponse({ standardSchema: madeOfAward })
  async report(
    @Param('id', uuidInPath) shareId: string,
    @Body({ schema: newUse, pipes: [bodyPipe] }) given: NewUse,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    const { year, purpose, use, documents } = given;
    const amount = parseYuan(given.amount) ?? fen(0n);
    const { personId: reportedById } = caller;
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnShare(tx, caller, shareId, `award-use:${reportedById}:${key}`);
      const { bookId } = work;
      await requireDocuments(tx, caller, documents, { bookId });
      const told = { shareId, reportedById, year, purpose, amount, use, documents };
      return { id: await asService(tx, () => reportUse(work, told)) };
    });
  }
}
