import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { businessDate } from '../calendar';
import { actorFacts, asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import {
  ApiBook,
  ApiBookAndDay,
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
import { ageing, ageingAsked } from './ageing-schemas';
import { readAgeing } from './read-ageing';
import { listWrittenOff, readRecoveredCosts } from './read-register';
import { recoveredCosts, WRITE_OFF_STATES, writtenOffList } from './register-schemas';

const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const page = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  q: wordsOfList,
  state: z.enum(WRITE_OFF_STATES).optional(),
});

/** What is kept beside the books: debts written off, and what organizations are to get of what came in. */
@ApiTags('claims')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class ClaimRegistersController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('write-offs')
  @ApiOperation({
    summary: 'Debts that were written off, item by item, and what came of them later',
  })
  @ApiBook()
  @ApiState(WRITE_OFF_STATES)
  @ApiWords('Case number and item')
  @ApiPage()
  @ApiOkResponse({ standardSchema: writtenOffList })
  async writeOffs(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof writtenOffList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listWrittenOff(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ item }) => [item]) };
  }

  @Get('ageing')
  @ApiOperation({ summary: 'What is outstanding in a book on a day, by debtor, case and age' })
  @ApiBookAndDay()
  @ApiOkResponse({ standardSchema: ageing })
  async ageing(
    @Query({ schema: ageingAsked, pipes: [parametersPipe] })
    { book: code, on }: z.output<typeof ageingAsked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof ageing>> {
    const read = async (tx: EntityManager) => {
      const book = await bookOf(tx, caller, code);
      await recordEvent(tx, {
        action: 'ageing.read',
        ...actorFacts(caller),
        bookId: book.id,
        subject: `book/${code}`,
      });
      return readAgeing(tx, book, businessDate(on ?? (await today(tx))));
    };
    // Claims and books as of one moment, or they would not add up.
    return asCaller(this.dataSource, caller, read, { snapshot: true });
  }

  @Get('cases/:id/recovered-costs')
  @Allow([...READERS_OF_BOOKS, 'organization_member'])
  @ApiOperation({
    summary:
      'What was ordered and received for organizations’ own costs; for a member those of the own one',
  })
  @ApiOkResponse({ standardSchema: recoveredCosts })
  async recovered(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof recoveredCosts>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const items = await readRecoveredCosts(tx, caller, id);
      await recordEvent(tx, {
        action: 'recovered_costs.read',
        ...actorFacts(caller),
        subject: `litigation_case/${id}`,
      });
      return { items };
    });
  }
}
