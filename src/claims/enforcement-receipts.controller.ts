import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { requireDocuments } from '../documents';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { caseToRead, workOnCase } from './case-of-caller';
import { enterReceipt, recordInKind } from './enter-receipt';
import { readInKind, readReceipts } from './read-receipts';
import {
  inKindList,
  inKindView,
  newInKind,
  type NewInKind,
  newReceipt,
  type NewReceipt,
  receiptList,
  receiptView,
} from './receipt-schemas';

const LARGEST_BODY = 64 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** Money of defendants (执行款), and what they did themselves. */
@ApiTags('claims')
@Controller('api/v1/cases/:id')
@Allow(READERS_OF_BOOKS)
export class EnforcementReceiptsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Get('enforcement-receipts')
  @ApiOperation({ summary: 'Money of the defendants of a case, and what it went to' })
  @ApiOkResponse({ standardSchema: receiptList })
  async list(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, id, 'enforcement_receipts.read');
      return { items: await readReceipts(tx, id) };
    });
  }

  @Post('enforcement-receipts')
  @Records('enforcement_receipt.record', 'litigation_case/:id')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record money of a defendant; it is allocated by the rule and posted' })
  @ApiProblem(409, 'DUPLICATE_BANK_REFERENCE')
  @ApiProblem(422, 'NOT_A_DEBTOR', 'RECEIPT_DAY_WRONG')
  @ApiCreatedResponse({ standardSchema: receiptView })
  async record(
    @Param('id', uuidInPath) caseId: string,
    @Body({ schema: newReceipt, pipes: [bodyPipe] }) given: NewReceipt,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptView>> {
    const act = { key: `receipt:${caller.personId}:${key}`, on: given.receivedOn };
    const [receipt, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnCase(tx, caller, caseId, act);
      const id = await asService(tx, () => enterReceipt(work, caseId, caller.personId, given));
      const [shown] = await readReceipts(tx, caseId, id);
      return [shown, work.bookId] as const;
    });
    if (receipt === undefined) throw new Error('a recorded receipt is not there');
    this.hints.send(bookId);
    return receipt;
  }

  @Get('in-kind')
  @ApiOperation({ summary: 'What defendants of a case did themselves of what they were ordered' })
  @ApiOkResponse({ standardSchema: inKindList })
  async listInKind(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof inKindList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, id, 'in_kind_performance.read');
      return { items: await readInKind(tx, id) };
    });
  }

  @Post('in-kind')
  @Records('in_kind_performance.record', 'litigation_case/:id')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record what a defendant did itself; information, no money' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(422, 'RECEIPT_DAY_WRONG')
  @ApiCreatedResponse({ standardSchema: inKindView })
  async recordInKind(
    @Param('id', uuidInPath) caseId: string,
    @Body({ schema: newInKind, pipes: [bodyPipe] }) given: NewInKind,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof inKindView>> {
    const act = { key: `in-kind:${caller.personId}:${key}` };
    const performance = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnCase(tx, caller, caseId, act);
      const documents = given.document === undefined ? [] : [given.document];
      await requireDocuments(tx, caller, documents, { bookId: work.bookId });
      const id = await asService(tx, () => recordInKind(work, caseId, caller.personId, given));
      const [shown] = await readInKind(tx, caseId, id);
      return shown;
    });
    if (performance === undefined) throw new Error('what was recorded is not there');
    return performance;
  }
}
