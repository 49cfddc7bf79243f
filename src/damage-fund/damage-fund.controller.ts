import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { caseToRead } from '../claims';
import { asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
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
import { damageFundList, damageFundOfCase } from './fund-schemas';
import { listFund, readFundOfCase } from './read-fund';

const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const page = pageSchema(z.tuple([z.uuid()])).extend({ book: bookOfList, q: wordsOfList });

/** Damage compensation (生态环境损害赔偿金): where it stands, case by case. */
@ApiTags('damage-fund')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class DamageFundController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('damage-fund')
  @ApiOperation({ summary: 'Cases with damage money, and where it stands, the newest first' })
  @ApiBook()
  @ApiWords('Part of the number')
  @ApiPage()
  @ApiOkResponse({ standardSchema: damageFundList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof damageFundList>> {
    const items = await asCaller(
      this.dataSource,
      caller,
      (tx) => listFund(tx, caller, filter, { after: cursor?.[0], limit }),
      { snapshot: true },
    );
    return { items, next: nextCursor(items, limit, (last) => [last.case]) };
  }

  @Get('cases/:id/damage-fund')
  @ApiOperation({
    summary: 'Where the damage money of a case stands: received, remitted, planned, paid',
  })
  @ApiOkResponse({ standardSchema: damageFundOfCase })
  async ofCase(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof damageFundOfCase>> {
    return asCaller(
      this.dataSource,
      caller,
      async (tx) => {
        const { litigationCase, book } = await caseToRead(tx, caller, id, 'damage_fund.read');
        return readFundOfCase(tx, litigationCase, book.code);
      },
      { snapshot: true },
    );
  }
}
