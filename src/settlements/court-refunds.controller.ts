import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { fen, parsePositiveYuan } from '../money';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { line } from '../platform/json/texts';
import { requireOwnItem, workOnItem } from './caller-on-advance';
import { type CourtFeeShown, readCourtFee, recordRefundOfFee } from './court-refunds';

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const yuan = z.string().meta({ description: 'Yuan with two decimals' });

const courtFeeShown = z.strictObject({
  item: z.uuid(),
  paid: yuan,
  refunded: yuan,
  absorbed: yuan.meta({ description: 'What the fund bears of it' }),
  outstanding: yuan.meta({ description: 'What the court may still give back' }),
  refunds: z.array(
    z.strictObject({
      id: z.uuid(),
      amount: yuan,
      on: z.iso.date(),
      bankReference: z.string(),
      recordedBy: z.string().nullable().meta({ description: 'Null to an organization' }),
    }),
  ),
});
const newRefund = z.strictObject({ amount: positiveYuan, on: day, bankReference: line(100) });

/** Acceptance fees that the court gives back (法院退费). */
@ApiTags('receipts')
@Controller('api/v1/advances/items/:id/court-refunds')
@Allow(READERS_OF_BOOKS)
export class CourtRefundsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get()
  @Allow([...READERS_OF_BOOKS, 'organization_member'])
  @ApiOperation({ summary: 'What the court had of an acceptance fee, and what it gave back' })
  @ApiOkResponse({ standardSchema: courtFeeShown })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CourtFeeShown> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await requireOwnItem(tx, caller, id);
      return shownTo(caller, await readCourtFee(tx, id));
    });
  }

  @Post()
  @Records('court_refund.record', 'advance_item/:id')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that the court gave an acceptance fee back, or a part of it' })
  @ApiProblem(422, 'REFUND_EXCEEDS_PAYMENT', 'PAYMENT_DAY_WRONG', 'IDEMPOTENCY_KEY_REUSED')
  @ApiOkResponse({ standardSchema: courtFeeShown })
  async record(
    @Param('id', uuidInPath) itemId: string,
    @Body({ schema: newRefund, pipes: [bodyPipe] }) given: z.output<typeof newRefund>,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CourtFeeShown> {
    const { on, bankReference } = given;
    const amount = parsePositiveYuan(given.amount) ?? fen(0n);
    const [shown, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnItem(tx, caller, itemId, key);
      const refund = { itemId, amount, bankReference, recordedById: caller.personId };
      await asService(tx, () => recordRefundOfFee({ ...work, on }, refund));
      return [await readCourtFee(tx, itemId), work.bookId] as const;
    });
    this.hints.send(bookId);
    return shown;
  }
}

/** To an organization nobody of the bureau is named. */
const shownTo = ({ creditCode }: Caller, fee: CourtFeeShown): CourtFeeShown =>
  creditCode === null
    ? fee
    : { ...fee, refunds: fee.refunds.map((refund) => ({ ...refund, recordedBy: null })) };
