import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { businessDate } from '../calendar';
import { actorFacts, asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { today } from '../platform/database/today';
import { ApiBookAndDay, parametersPipe } from '../platform/http/parameters';
import { clearingAccounts, clearingAsked } from './clearing-schemas';
import { readClearing } from './read-clearing';

/** Accounts that money only passes through. */
@ApiTags('books')
@Controller('api/v1/clearing-accounts')
@Allow(READERS_OF_BOOKS)
export class ClearingAccountsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'What is on the accounts that must return to zero, since when, and what clears it',
  })
  @ApiBookAndDay()
  @ApiOkResponse({ standardSchema: clearingAccounts })
  async read(
    @Query({ schema: clearingAsked, pipes: [parametersPipe] })
    { book: code, on }: z.output<typeof clearingAsked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof clearingAccounts>> {
    const read = async (tx: EntityManager) => {
      const book = await bookOf(tx, caller, code);
      await recordEvent(tx, {
        action: 'clearing_accounts.read',
        ...actorFacts(caller),
        bookId: book.id,
        subject: `book/${code}`,
      });
      return readClearing(tx, book, businessDate(on ?? (await today(tx))));
    };
    // Entries and balances as of one moment, or they would not add up.
    return asCaller(this.dataSource, caller, read, { snapshot: true });
  }
}
