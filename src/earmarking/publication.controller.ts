import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, booksOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { attachment, INERT } from '../platform/http/attachment';
import { ApiBook, bookOfList, parametersPipe } from '../platform/http/parameters';
import { publicationCsv } from './publication-csv';
import { publication } from './publication-schemas';
import { readPublication } from './read-publication';

const yearInPath = z.string().regex(/^(19|20|21)[0-9]{2}$/, 'must be a year');
const asked = z.strictObject({ book: bookOfList, format: z.enum(['json', 'csv']).optional() });

/** What is published of damage money (专项公示). */
@ApiTags('damages')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class PublicationController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('damage-fund/publication/:year')
  @ApiOperation({
    summary: 'Damage money of a year for publication, case by case; no people, payees or accounts',
  })
  @ApiParam({ name: 'year', schema: { type: 'string', pattern: '^(19|20|21)[0-9]{2}$' } })
  @ApiBook()
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'] })
  @ApiOkResponse({ standardSchema: publication })
  async read(
    @Param('year', { schema: yearInPath, pipes: [parametersPipe] }) year: string,
    @Query({ schema: asked, pipes: [parametersPipe] }) { book, format }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const found = await asCaller(this.dataSource, caller, async (tx) => {
      const readable = await booksOf(tx, caller)
        .select('book.id', 'id')
        .addSelect('book.code', 'code')
        .getRawMany<{ id: number; code: string }>();
      const books = readable.filter(({ code }) => book === undefined || code === book);
      await recordEvent(tx, {
        action: 'damages.publish',
        ...actorFacts(caller),
        subject: `publication/${year}`,
        content: { year, book: book ?? null },
      });
      return readPublication(
        tx,
        books.map(({ id }) => id),
        parseInt(year, 10),
      );
    });
    if (format !== 'csv') {
      response.json(found);
      return;
    }
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(`生态环境损害赔偿资金公示${year}.csv`),
      ...INERT,
    });
    response.send(publicationCsv(found));
  }
}
