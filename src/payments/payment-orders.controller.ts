import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import {
  asCaller,
  asService,
  type Caller,
  doneBy,
  ownBookOf,
  READERS_OF_BOOKS,
  Secrets,
} from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { fen, parsePositiveYuan } from '../money';
import { today } from '../platform/database/today';
import { INERT } from '../platform/http/attachment';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import type { Work } from '../platform/work';
import { makePaymentOrder } from './make-payment-order';
import { orderToPrint } from './order-to-print';
import { printPaymentOrder } from './print-payment-order';
import { listPayable, listPaymentOrders, readPaymentOrder } from './read-payment-orders';
import { recordPaymentResult } from './record-payment-result';
import {
  newPaymentOrder,
  type NewPaymentOrder,
  newPaymentResult,
  type NewPaymentResult,
  payableList,
  paymentOrder,
  paymentOrderList,
} from './schemas';
import { writePaymentBatch } from './write-payment-batch';

const LARGEST_BODY = 64 * 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const ofBook = pageSchema(z.tuple([z.uuid()])).extend({ book: bookOfList });
const asked = ofBook.extend({
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

/** Payment orders (付款单): approved costs that are to be paid, and what became of each payment. */
@ApiTags('payment orders')
@Controller('api/v1/payment-orders')
@Allow(READERS_OF_BOOKS)
export class PaymentOrdersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
    private readonly secrets: Secrets,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Payment orders, the newest first' })
  @ApiBook()
  @ApiQuery({
    name: 'open',
    required: false,
    description: 'true: those with a line that waits for a result or has an unknown one',
    schema: { type: 'string', enum: ['true', 'false'] },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: paymentOrderList })
  async list(
    @Query({ schema: asked, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof paymentOrderList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listPaymentOrders(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Get('payable')
  @ApiOperation({ summary: 'Approved costs of which something may be ordered to be paid' })
  @ApiBook()
  @ApiPage()
  @ApiOkResponse({ standardSchema: payableList })
  async payable(
    @Query({ schema: ofBook, pipes: [parametersPipe] })
    { limit, cursor, book }: z.output<typeof ofBook>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof payableList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listPayable(tx, caller, book, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ item }) => [item]) };
  }

  @Post()
  @Records('payment_order.make')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Order approved costs to be paid; nothing is posted yet' })
  @ApiProblem(
    422,
    'NOT_APPROVED',
    'ORG_NOT_QUALIFIED',
    'PAYEE_ACCOUNT_CHANGED',
    'PAYMENT_UNRESOLVED',
    'PAYMENT_EXCEEDS_APPROVAL',
    'TRANCHE_EXCEEDED',
    'IDEMPOTENCY_KEY_REUSED',
  )
  @ApiCreatedResponse({ standardSchema: paymentOrder })
  async make(
    @Body({ schema: newPaymentOrder, pipes: [bodyPipe] }) given: NewPaymentOrder,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof paymentOrder>> {
    const payments = given.payments.map(({ item, amount }) => ({
      item,
      amount: parsePositiveYuan(amount) ?? fen(0n),
    }));
    const order = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOf(tx, caller, given.book, { key });
      const id = await asService(tx, () =>
        makePaymentOrder(work, { madeById: caller.personId, payments }),
      );
      return readPaymentOrder(tx, caller, id);
    });
    response.location(`/api/v1/payment-orders/${order.id}`);
    return order;
  }

  @Get(':id')
  @ApiOperation({ summary: 'A payment order with its lines and what became of them' })
  @ApiOkResponse({ standardSchema: paymentOrder })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof paymentOrder>> {
    return asCaller(this.dataSource, caller, (tx) => readPaymentOrder(tx, caller, id));
  }

  @Get(':id/order.pdf')
  @Allow(['finance_officer', 'cashier'], { stepUp: true })
  @ApiOperation({ summary: 'The order as PDF, with the whole account numbers, for those who pay' })
  @ApiProduces('application/pdf')
  @ApiProblem(422, 'PAYEE_ACCOUNT_CHANGED', 'GLYPH_MISSING')
  @ApiOkResponse({ description: 'The PDF', schema: { type: 'string', format: 'binary' } })
  async print(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const pdf = await asCaller(this.dataSource, caller, async (tx) =>
      printPaymentOrder(await orderToPrint(tx, this.secrets, caller, id)),
    );
    sendFile(response, 'application/pdf', 'payment-order.pdf', pdf);
  }

  @Get(':id/batch.xlsx')
  @Allow(['finance_officer', 'cashier'], { stepUp: true })
  @ApiOperation({ summary: 'The lines that wait, as XLSX for the batch transfer of the bank' })
  @ApiProduces(XLSX)
  @ApiProblem(422, 'PAYEE_ACCOUNT_CHANGED', 'NO_PAYMENT_WAITS')
  @ApiOkResponse({ description: 'The XLSX', schema: { type: 'string', format: 'binary' } })
  async batch(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const sheet = await asCaller(this.dataSource, caller, async (tx) =>
      writePaymentBatch(await orderToPrint(tx, this.secrets, caller, id)),
    );
    sendFile(response, XLSX, 'payment-batch.xlsx', sheet);
  }

  @Post(':id/lines/:line/result')
  @Records('payment_order.result', 'payment_order/:id')
  @HttpCode(200)
  @Allow(['cashier'], { stepUp: true })
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that a payment was made, came back, or has an unknown outcome' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(409, 'ALREADY_PAID', 'PAYMENT_CLOSED', 'PAYMENT_RECORDED_OTHERWISE')
  @ApiProblem(422, 'PAYMENT_DAY_WRONG', 'PAYMENT_REASON_REQUIRED', 'RETURN_EXCEEDS_PAYMENT')
  @ApiOkResponse({ standardSchema: paymentOrder })
  async result(
    @Param('id', uuidInPath) orderId: string,
    @Param('line', uuidInPath) lineId: string,
    @Body({ schema: newPaymentResult, pipes: [bodyPipe] }) given: NewPaymentResult,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof paymentOrder>> {
    const { result, on, bankReference = null, reason = null } = given;
    const [order, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const { book } = await readPaymentOrder(tx, caller, orderId);
      const work = await workOf(tx, caller, book, { key, on });
      const recordedById = caller.personId;
      await asService(tx, () =>
        recordPaymentResult(work, { orderId, lineId, recordedById, result, bankReference, reason }),
      );
      return [await readPaymentOrder(tx, caller, orderId), work.bookId] as const;
    });
    this.hints.send(bookId);
    return order;
  }
}

/** Sends a file to be kept; a browser neither shows nor runs it. */
function sendFile(response: Response, type: string, name: string, bytes: Buffer): void {
  response.set({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    ...INERT,
  });
  response.send(bytes);
}

/** An act of the caller on a book of the own bureau, today unless another day is given. */
async function workOf(
  tx: EntityManager,
  caller: Caller,
  code: string,
  { key, on }: { readonly key: string; readonly on?: string },
): Promise<Work> {
  const { id: bookId, kind: bookKind } = await ownBookOf(tx, caller, code);
  return { tx, bookId, bookKind, on: on ?? (await today(tx)), key, ...doneBy(caller) };
}
