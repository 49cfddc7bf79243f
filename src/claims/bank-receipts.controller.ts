import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { requirePerson } from '../bank';
import { asCaller, asService, type Caller } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { workOnCase } from './case-of-caller';
import { creditOfCaller, draftReceipt, enterReceiptOfLine } from './enter-receipt-of-line';
import { readReceipts } from './read-receipts';
import {
  newReceiptOfLine,
  type NewReceiptOfLine,
  receiptOfLine,
  receiptView,
} from './receipt-schemas';

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** Money of defendants (执行款), recorded from the line of the bank's that told it. */
@ApiTags('claims')
@Controller('api/v1/bank-lines/:id/receipt')
@Allow(['finance_officer'])
export class BankReceiptsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What a receipt from a line would say, and whose money it may be' })
  @ApiProblem(422, 'BANK_LINE_NOT_CUSTODY')
  @ApiOkResponse({ standardSchema: receiptOfLine })
  async draft(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptOfLine>> {
    return asCaller(this.dataSource, caller, async (tx) =>
      draftReceipt(tx, await creditOfCaller(tx, caller, id)),
    );
  }

  @Post()
  @Records('enforcement_receipt.record', 'bank_line/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record money of a defendant from a line, which is matched with it' })
  @ApiProblem(409, 'BANK_LINE_NOT_OPEN', 'DUPLICATE_BANK_REFERENCE')
  @ApiProblem(
    422,
    'BANK_LINE_NOT_CUSTODY',
    'BANK_LINE_PAYER_UNKNOWN',
    'NOT_A_DEBTOR',
    'RECEIPT_DAY_WRONG',
  )
  @ApiCreatedResponse({ standardSchema: receiptView })
  async record(
    @Param('id', uuidInPath) lineId: string,
    @Body({ schema: newReceiptOfLine, pipes: [bodyPipe] }) given: NewReceiptOfLine,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptView>> {
    const [receipt, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const { line } = await creditOfCaller(tx, caller, lineId);
      const act = { key: `receipt:${caller.personId}:${key}`, on: line.bookedOn };
      const work = requirePerson(await workOnCase(tx, caller, given.case, act));
      const id = await asService(tx, () => enterReceiptOfLine(work, lineId, given));
      const [shown] = await readReceipts(tx, given.case, id);
      return [shown, work.bookId] as const;
    });
    if (receipt === undefined) throw new Error('a recorded receipt is not there');
    this.hints.send(bookId);
    return receipt;
  }
}
