import { Body, Controller, Get, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS, Secrets } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  ApiWords,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import {
  enterBankAccount,
  listBankAccounts,
  readBankAccount,
  readNumber,
  subjectOf,
} from './bank-accounts';
import {
  bankAccountItem,
  bankAccountList,
  bankAccountNumber,
  newBankAccount,
  type NewBankAccount,
} from './schemas';

const LARGEST_BODY = 16 * 1_024;

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  q: wordsOfList,
});

/** Bank accounts of those who are paid; which of them may be paid to is asked for as an approval. */
@ApiTags('bank accounts')
@Controller('api/v1/bank-accounts')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class BankAccountsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Bank accounts without their numbers, the newest first' })
  @ApiBook()
  @ApiWords('Part of the holder’s name')
  @ApiPage()
  @ApiOkResponse({ standardSchema: bankAccountList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof bankAccountList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listBankAccounts(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post()
  @Records('bank_account.enter')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer', 'organization_member'])
  @ApiOperation({ summary: 'Enter a bank account; it may be paid to once it is approved' })
  @ApiCreatedResponse({ standardSchema: bankAccountItem })
  async enter(
    @Body({ schema: newBankAccount, pipes: [bodyPipe] }) given: NewBankAccount,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof bankAccountItem>> {
    const account = await asCaller(this.dataSource, caller, (tx) =>
      enterBankAccount(tx, this.secrets, caller, given),
    );
    response.location(`/api/v1/bank-accounts/${account.id}`);
    return account;
  }

  @Get(':id')
  @ApiOperation({ summary: 'A bank account without its number' })
  @ApiOkResponse({ standardSchema: bankAccountItem })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof bankAccountItem>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const account = await readBankAccount(tx, caller, id);
      await recordEvent(tx, {
        action: 'bank_account.read',
        ...actorFacts(caller),
        subject: subjectOf(id),
      });
      return account;
    });
  }

  @Get(':id/number')
  @Allow(['finance_officer', 'cashier'], { stepUp: true })
  @ApiOperation({ summary: 'The whole number, for those who pay' })
  @ApiOkResponse({ standardSchema: bankAccountNumber })
  async number(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof bankAccountNumber>> {
    return asCaller(this.dataSource, caller, async (tx) => ({
      number: await readNumber(tx, this.secrets, caller, id),
    }));
  }
}
