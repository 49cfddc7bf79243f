import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { COST_CATEGORIES } from '../law';
import {
  ApiBook,
  ApiPage,
  ApiState,
  ApiWords,
  bookOfList,
  nameInPath,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import { advanceDetail, advanceList, advanceTimeline, payeeList } from './advance-schemas';
import { ADVANCE_STATES } from './advance-states';
import { listAdvances } from './list-advances';
import { payeeChoices } from './payee-choices';
import { readAdvance } from './read-advance';
import { readTimeline } from './read-timeline';

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  state: z.enum(ADVANCE_STATES).optional(),
  q: wordsOfList,
});
const choice = z.strictObject({
  book: nameInPath,
  category: z.enum(COST_CATEGORIES),
  q: wordsOfList,
});

/** Advances (费用垫付): what was asked for, and what became of it. They are asked for as approvals. */
@ApiTags('advances')
@Controller('api/v1/advances')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class AdvancesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Applications, decided or not, the newest first' })
  @ApiBook()
  @ApiState(ADVANCE_STATES)
  @ApiWords('Part of the number, of the case’s number or of the organization’s name')
  @ApiPage()
  @ApiOkResponse({ standardSchema: advanceList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof advanceList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listAdvances(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Get('payees')
  @Allow(['finance_officer', 'organization_member'])
  @ApiOperation({ summary: 'Accounts that a cost may be paid to, for whoever applies' })
  @ApiQuery({ name: 'book', schema: { type: 'string' } })
  @ApiQuery({ name: 'category', schema: { type: 'string', enum: [...COST_CATEGORIES] } })
  @ApiWords('Part of the holder’s name')
  @ApiOkResponse({ standardSchema: payeeList })
  async payees(
    @Query({ schema: choice, pipes: [parametersPipe] }) given: z.output<typeof choice>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof payeeList>> {
    const items = await asCaller(this.dataSource, caller, (tx) => payeeChoices(tx, caller, given));
    return { items };
  }

  @Get(':id')
  @ApiOperation({ summary: 'An application with its costs and what became of each' })
  @ApiOkResponse({ standardSchema: advanceDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof advanceDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const detail = await readAdvance(tx, caller, id);
      await recordEvent(tx, {
        action: 'advance.read',
        ...actorFacts(caller),
        subject: `advance_application/${id}`,
      });
      return detail;
    });
  }

  @Get(':id/timeline')
  @ApiOperation({ summary: 'How far an application has come, and whom it waits for' })
  @ApiOkResponse({ standardSchema: advanceTimeline })
  async timeline(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof advanceTimeline>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const timeline = await readTimeline(tx, caller, id);
      await recordEvent(tx, {
        action: 'advance.follow',
        ...actorFacts(caller),
        subject: `advance_application/${id}`,
      });
      return timeline;
    });
  }
}
