import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { asCaller, asService, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { bankWork } from './bank-work';
import { confirmReconciliation, makeReconciliation } from './keep-reconciliation';
import type { PersonalWork } from './match-lines';
import { listReconciliations, readReconciliation } from './read-reconciliations';
import { openByAge, reconcile } from './reconcile';
import {
  ofAccount,
  ofBook,
  ofDay,
  reconciliation,
  reconciliationDraft,
  reconciliationList,
} from './reconciliation-schemas';

type Shown = z.infer<typeof reconciliation>;

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const BOOK = { name: 'book', required: true, schema: { type: 'string' } } as const;
const ACCOUNT = {
  name: 'account',
  required: true,
  schema: { type: 'string', enum: [...BANK_ACCOUNT_CODES] },
};
const DAY = { name: 'on', required: true, schema: { type: 'string', format: 'date' } } as const;

/** Bank reconciliation statements (银行余额调节表): made by one person, confirmed by another. */
@ApiTags('bank statements')
@Controller('api/v1/bank-reconciliations')
@Allow(READERS_OF_BOOKS)
export class BankReconciliationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The last 200 statements of an account, the newest first' })
  @ApiQuery(BOOK)
  @ApiQuery(ACCOUNT)
  @ApiOkResponse({ standardSchema: reconciliationList })
  async list(
    @Query({ schema: ofAccount, pipes: [parametersPipe] })
    { book, account }: z.output<typeof ofAccount>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof reconciliationList>> {
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const { id: bookId } = await bookOf(tx, caller, book);
      return listReconciliations(tx, { bookId, account });
    });
    return { items };
  }

  @Get('draft')
  @ApiOperation({ summary: 'How an account stands as of a day; nothing is kept' })
  @ApiQuery(BOOK)
  @ApiQuery(ACCOUNT)
  @ApiQuery(DAY)
  @ApiProblem(422, 'BANK_NO_BALANCE')
  @ApiOkResponse({ standardSchema: reconciliationDraft })
  async draft(
    @Query({ schema: ofDay, pipes: [parametersPipe] })
    { book, account, on }: z.output<typeof ofDay>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof reconciliationDraft>> {
    return asCaller(
      this.dataSource,
      caller,
      async (tx) => {
        const { id: bookId } = await bookOf(tx, caller, book);
        const { items, ...balances } = await reconcile(tx, { bookId, account }, on);
        return { ...balances, items: [...items], openByAge: openByAge(items) };
      },
      { snapshot: true },
    );
  }

  @Post()
  @Records('bank_reconciliation.make')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Make the statement of an account as of a day' })
  @ApiProblem(422, 'BANK_NO_BALANCE', 'BANK_NOT_RECONCILED')
  @ApiCreatedResponse({ standardSchema: reconciliation })
  async make(
    @Body({ schema: ofDay, pipes: [bodyPipe] }) { book, account, on }: z.output<typeof ofDay>,
    @CurrentCaller() caller: Caller,
  ): Promise<Shown> {
    return this.act(caller, book, (work) => makeReconciliation(work, account, on));
  }

  @Get(':id')
  @ApiOperation({ summary: 'A statement with its open items' })
  @ApiOkResponse({ standardSchema: reconciliation })
  async read(@Param('id', uuidInPath) id: string, @CurrentCaller() caller: Caller): Promise<Shown> {
    return asCaller(this.dataSource, caller, (tx) => readReconciliation(tx, caller, id));
  }

  @Post(':id/confirm')
  @Records('bank_reconciliation.confirm', 'bank_reconciliation/:id')
  @HttpCode(200)
  @Allow(['finance_officer', 'reviewer', 'approver'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({
    summary: 'Confirm a statement that somebody else made; what it rests on is frozen',
  })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(409, 'BANK_RECONCILIATION_STALE')
  @ApiProblem(422, 'BANK_NO_BALANCE', 'BANK_NOT_RECONCILED')
  @ApiOkResponse({ standardSchema: reconciliation })
  async confirm(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: ofBook, pipes: [bodyPipe] }) { book }: z.output<typeof ofBook>,
    @CurrentCaller() caller: Caller,
  ): Promise<Shown> {
    return this.act(caller, book, async (work) => {
      await confirmReconciliation(work, id);
      return id;
    });
  }

  private act(
    caller: Caller,
    book: string,
    act: (work: PersonalWork) => Promise<string>,
  ): Promise<Shown> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await bankWork(tx, caller, book, `bank:${uuidv7()}`);
      const id = await asService(tx, () => act(work));
      return readReconciliation(tx, caller, id);
    });
  }
}
