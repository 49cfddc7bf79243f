import { Body, Controller, Get, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints, readRequestStates, type RequestState } from '../ledger';
import {
  ActsOnce,
  ApiPreferredWait,
  IdempotencyKey,
  PreferredWait,
} from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import type { Work } from '../platform/work';
import { awaitPosting } from './await-posting';
import { enterVoucher, enterVouchers } from './enter-vouchers';
import { type Voucher, voucherBatchSchema, voucherSchema } from './voucher';

const MOST_BYTES_OF_ONE = 256 * 1_024;
const MOST_BYTES_OF_BATCH = 4 * 1_024 * 1_024;

const requestState = z.strictObject({
  request: z.string(),
  status: z.enum(['ready', 'posted', 'failed', 'withdrawn']),
  journal: z.string().optional().meta({ description: 'Number of the journal, once posted' }),
  voucher: z.string().optional().meta({ description: 'E.g. 记-2024-03-0007, once posted' }),
  failure: z.string().optional().meta({ description: 'Code, where it could not be posted' }),
});
const batchState = z.strictObject({ requests: z.array(requestState) });
type RequestAnswer = z.infer<typeof requestState>;

const answerOf = ({ request, status, journal, voucher, failure }: RequestState): RequestAnswer => ({
  request,
  status,
  ...(journal !== null && { journal }),
  ...(voucher !== null && { voucher }),
  ...(failure !== null && { failure }),
});

const book = { schema: nameInPath, pipes: [parametersPipe] };

/** General vouchers entered by hand or by another program, and how far they have come. */
@ApiTags('vouchers')
@Controller('api/v1/books/:book')
export class VouchersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
  ) {}

  @Post('vouchers')
  @Records('voucher.enter', 'book/:book')
  @Allow(['finance_officer'], { scope: 'vouchers:write' })
  @UseInterceptors(new JsonBody(MOST_BYTES_OF_ONE))
  @ApiOperation({ summary: 'Enters a general voucher' })
  @ActsOnce()
  @ApiPreferredWait()
  @ApiAcceptedResponse({ standardSchema: requestState, description: 'Accepted, posted soon' })
  @ApiCreatedResponse({ standardSchema: requestState, description: 'Posted' })
  async enterOne(
    @CurrentCaller() caller: Caller,
    @Param('book', book) code: string,
    @IdempotencyKey() key: string,
    @PreferredWait() wait: number,
    @Body({ schema: voucherSchema, pipes: [bodyPipe] }) voucher: Voucher,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RequestAnswer | undefined> {
    const [answer] = await this.enter(
      caller,
      code,
      `voucher:${key}`,
      [voucher],
      wait,
      response,
      (work) => enterVoucher(work, voucher).then((request) => [request]),
    );
    response.location(`/api/v1/books/${code}/requests/${answer?.request ?? ''}`);
    return answer;
  }

  @Post('voucher-batches')
  @Records('voucher.enter', 'book/:book')
  @Allow(['finance_officer'], { scope: 'vouchers:write' })
  @UseInterceptors(new JsonBody(MOST_BYTES_OF_BATCH))
  @ApiOperation({ summary: 'Enters up to 1,000 general vouchers, all or none' })
  @ActsOnce()
  @ApiPreferredWait()
  @ApiAcceptedResponse({ standardSchema: batchState, description: 'Accepted, posted soon' })
  @ApiCreatedResponse({ standardSchema: batchState, description: 'All are posted' })
  async enterBatch(
    @CurrentCaller() caller: Caller,
    @Param('book', book) code: string,
    @IdempotencyKey() key: string,
    @PreferredWait() wait: number,
    @Body({ schema: voucherBatchSchema, pipes: [bodyPipe] })
    { vouchers }: z.output<typeof voucherBatchSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof batchState>> {
    const requests = await this.enter(
      caller,
      code,
      `voucher-batch:${key}`,
      vouchers,
      wait,
      response,
      (work) => enterVouchers(work, vouchers),
    );
    return { requests };
  }

  @Get('requests/:request')
  @Allow(READERS_OF_BOOKS, { scope: 'books:read' })
  @ApiOperation({ summary: 'How far a request has come' })
  @ApiOkResponse({ standardSchema: requestState })
  async request(
    @CurrentCaller() caller: Caller,
    @Param('book', book) code: string,
    @Param('request') request: string,
  ): Promise<RequestAnswer | undefined> {
    const [state] = await asCaller(this.dataSource, caller, async (tx) => {
      const { id } = await bookOf(tx, caller, code);
      return readRequestStates(tx, id, [request]);
    });
    return state && answerOf(state);
  }

  /** One act in one transaction; then the hint, and the wait that the caller asked for. */
  private async enter(
    caller: Caller,
    code: string,
    key: string,
    vouchers: readonly Voucher[],
    wait: number,
    response: Response,
    act: (work: Work) => Promise<string[]>,
  ): Promise<RequestAnswer[]> {
    const on = vouchers.reduce((latest, { businessOn }) => {
      return businessOn > latest ? businessOn : latest;
    }, '');
    const { bookId, requests } = await asCaller(this.dataSource, caller, async (tx) => {
      const { id, kind: bookKind } = await bookOf(tx, caller, code);
      if (bookKind === 'real') throw new DomainError('APPROVAL_REQUIRED', 'forbidden');
      const { personId, sessionId, address, name: by } = caller;
      const work = {
        tx,
        bookId: id,
        bookKind,
        on,
        by,
        key,
        from: { personId, sessionId, address },
      };
      return { bookId: id, requests: await act(work) };
    });
    this.hints.send(bookId);
    if (wait > 0) {
      const states = await awaitPosting(this.dataSource, bookId, requests, wait);
      const isPosted = states.every(({ status }) => status === 'posted');
      response.status(isPosted ? 201 : 202).set('preference-applied', `wait=${wait}`);
      return states.map(answerOf);
    }
    response.status(202);
    return requests.map((request) => ({ request, status: 'ready' }));
  }
}
