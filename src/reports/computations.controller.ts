import { Controller, Get, Param, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, MoreThan } from 'typeorm';
import { z } from 'zod';
import { Computation } from '../audit';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import {
  ApiPage,
  nameInPath,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { recordBookReading } from './record-reading';

const page = pageSchema(z.tuple([z.uuid()]));

const computations = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      subject: z.string().meta({ description: 'What was computed' }),
      businessOn: z.iso.date(),
      rule: z.string(),
      ruleVersion: z.string(),
      articles: z.array(z.string()),
      inputs: z.record(z.string(), z.json()),
      steps: z.array(z.strictObject({ what: z.string(), gives: z.string() })),
      result: z.json(),
    }),
  ),
  next: z.string().nullable(),
});
type Item = z.infer<typeof computations>['items'][number];

/** Why the figures of a book are what they are. */
@ApiTags('books')
@Controller('api/v1/books/:id/computations')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class ComputationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Computed figures with rule, articles, inputs and steps, oldest first' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: computations })
  async computations(
    @Param('id', { schema: nameInPath }) id: string,
    @Query({ schema: page }) { limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof computations>> {
    const found = await asCaller(this.dataSource, caller, async (tx) => {
      const book = await bookOf(tx, caller, id);
      const { id: bookId } = book;
      const isLaterPage = cursor !== undefined;
      await recordBookReading(tx, caller, book, { list: 'computations', isLaterPage });
      return tx.find(Computation, {
        where: { bookId, ...(cursor && { id: MoreThan(cursor[0]) }) },
        order: { id: 'ASC' },
        take: limit,
      });
    });
    const items = found.map(
      ({ id, subject, businessOn, rule, ruleVersion, articles, inputs, steps, result }): Item => ({
        ...{ id, subject, businessOn, rule, ruleVersion, articles },
        inputs: inputs as Item['inputs'],
        steps: steps as Item['steps'],
        result: result as Item['result'],
      }),
    );
    return { items, next: nextCursor(items, limit, (last) => [last.id]) };
  }
}
