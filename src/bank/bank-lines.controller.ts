import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BANK_ACCOUNT_CODES, POOLS } from '../accounting';
import { businessDate } from '../calendar';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import {
  ApiBook,
  ApiPage,
  ApiState,
  ApiWords,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import { today } from '../platform/database/today';
import { chargeAsked, voucherOfLine } from './match-schemas';
import { listLines } from './read-bank';
import { readLineAgeing } from './read-line-ageing';
import { ofBook } from './reconciliation-schemas';
import { account, LINE_STATES, lineAgeing, lineList } from './schemas';
import { draftVoucher } from './voucher-of-line';

const asked = pageSchema(z.tuple([z.iso.date(), z.uuid()])).extend({
  book: bookOfList,
  account: account.optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  q: wordsOfList,
  state: z.enum(LINE_STATES).optional(),
});
const DAY = { type: 'string', format: 'date' } as const;

/** Movements on the bureau's own bank accounts, as the banks told them. */
@ApiTags('bank statements')
@Controller('api/v1/bank-lines')
@Allow(READERS_OF_BOOKS)
export class BankLinesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Lines of bank statements, the latest day first' })
  @ApiBook()
  @ApiQuery({
    name: 'account',
    required: false,
    schema: { type: 'string', enum: [...BANK_ACCOUNT_CODES] },
  })
  @ApiQuery({ name: 'from', required: false, schema: DAY })
  @ApiQuery({ name: 'until', required: false, schema: DAY })
  @ApiState(LINE_STATES)
  @ApiWords('Counterparty, remark and serial number')
  @ApiPage()
  @ApiOkResponse({ standardSchema: lineList })
  async list(
    @Query({ schema: asked, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof lineList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listLines(tx, caller, filter, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ on, id }) => [on, id]) };
  }

  @Get('ageing')
  @ApiOperation({
    summary: 'What of the lines of a book is open today, account by account, by age',
  })
  @ApiQuery({ name: 'book', required: true, schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: lineAgeing })
  async ageing(
    @Query({ schema: ofBook, pipes: [parametersPipe] }) { book }: z.output<typeof ofBook>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof lineAgeing>> {
    return asCaller(this.dataSource, caller, async (tx) =>
      readLineAgeing(tx, await bookOf(tx, caller, book), businessDate(await today(tx))),
    );
  }

  @Get(':id/voucher')
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'A voucher for a fee or for interest, to be asked for as an approval' })
  @ApiProblem(409, 'BANK_LINE_NOT_OPEN')
  @ApiQuery({ name: 'case', required: false, schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'pool', required: false, schema: { type: 'string', enum: [...POOLS] } })
  @ApiQuery({ name: 'cover', required: false, schema: { type: 'string', enum: ['true', 'false'] } })
  @ApiProblem(422, 'ACCOUNT_NOT_FOR_VOUCHERS', 'BANK_LINE_NEEDS_OWNER')
  @ApiOkResponse({ standardSchema: voucherOfLine })
  async voucher(
    @Param('id', { schema: z.uuid(), pipes: [parametersPipe] }) id: string,
    @Query({ schema: chargeAsked, pipes: [parametersPipe] }) given: z.output<typeof chargeAsked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof voucherOfLine>> {
    return asCaller(this.dataSource, caller, (tx) => draftVoucher(tx, caller, id, given));
  }
}
