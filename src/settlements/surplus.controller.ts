import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { fen, parsePositiveYuan } from '../money';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { line } from '../platform/json/texts';
import { day, positiveYuan } from '../advances';
import type { Work } from '../platform/work';
import { requireOwnItem, workOnItem } from './caller-on-advance';
import { demandBack, readSurplus, recordReturn, remind, type SurplusShown } from './surplus';

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const yuan = z.string().meta({ description: 'Yuan with two decimals' });

const surplusShown = z.strictObject({
  item: z.uuid(),
  demanded: yuan,
  returned: yuan,
  outstanding: yuan,
  dueOn: z.iso.date().nullable(),
  reminders: z.array(z.iso.date()),
});
const returned = z.strictObject({ amount: positiveYuan, on: day, bankReference: line(100) });

/** What of an advance is to come back (应退余款): demanded, reminded of, returned. */
@ApiTags('receipts')
@Controller('api/v1/advances/items/:id')
@Allow(['finance_officer'])
export class SurplusController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get('surplus')
  @Allow([...READERS_OF_BOOKS, 'organization_member'])
  @ApiOperation({ summary: 'What of a cost was demanded back, until when, and what came back' })
  @ApiOkResponse({ standardSchema: surplusShown })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<SurplusShown> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await requireOwnItem(tx, caller, id);
      return readSurplus(tx, id);
    });
  }

  @Post('surplus')
  @Records('surplus.demand', 'advance_item/:id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Demand the unsettled rest of a cost back, within 15 working days' })
  @ApiProblem(422, 'RECEIPTS_WAITING', 'NOT_SETTLEABLE', 'NO_SURPLUS')
  @ApiOkResponse({ standardSchema: surplusShown })
  async demand(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<SurplusShown> {
    return this.act(caller, id, `surplus:${id}`, (work) =>
      demandBack(work, { itemId: id, demandedById: caller.personId }),
    );
  }

  @Post('remind')
  @Records('surplus.remind', 'advance_item/:id')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record that whoever owes the surplus was reminded, at most once a day',
  })
  @ApiProblem(409, 'REMINDED_TODAY')
  @ApiProblem(422, 'NO_SURPLUS')
  @ApiOkResponse({ standardSchema: surplusShown })
  async remind(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<SurplusShown> {
    return this.act(caller, id, `remind:${id}`, (work) =>
      remind(work, { itemId: id, remindedById: caller.personId }),
    );
  }

  @Post('surplus-returned')
  @Records('surplus.returned', 'advance_item/:id')
  @HttpCode(200)
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that a demanded surplus, or a part of it, came back' })
  @ApiProblem(422, 'RETURN_EXCEEDS_SURPLUS', 'PAYMENT_DAY_WRONG', 'IDEMPOTENCY_KEY_REUSED')
  @ApiOkResponse({ standardSchema: surplusShown })
  async returned(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: returned, pipes: [bodyPipe] }) given: z.output<typeof returned>,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<SurplusShown> {
    const { on, bankReference } = given;
    const amount = parsePositiveYuan(given.amount) ?? fen(0n);
    return this.act(caller, id, key, (work) =>
      recordReturn(
        { ...work, on },
        { itemId: id, amount, bankReference, recordedById: caller.personId },
      ),
    );
  }

  private async act(
    caller: Caller,
    itemId: string,
    key: string,
    act: (work: Work) => Promise<void>,
  ): Promise<SurplusShown> {
    const [shown, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnItem(tx, caller, itemId, key);
      await asService(tx, () => act(work));
      return [await readSurplus(tx, itemId), work.bookId] as const;
    });
    this.hints.send(bookId);
    return shown;
  }
}
