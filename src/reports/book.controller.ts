import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ACCOUNT_NAMES, accountsOpenToVouchers } from '../accounting';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { readMonths } from '../ledger';
import { nameInPath, parametersPipe } from '../platform/http/parameters';

const bookDetail = z.strictObject({
  id: z.string(),
  kind: z.enum(['real', 'sandbox']),
  title: z.string(),
  openedAt: z.iso.datetime(),
  months: z
    .array(
      z.strictObject({
        month: z.string().meta({ description: 'YYYY-MM' }),
        state: z.enum(['open', 'on_hold', 'closed']),
      }),
    )
    .meta({ description: 'The latest first' }),
  voucherAccounts: z
    .array(
      z.strictObject({
        code: z.string(),
        name: z.strictObject({ zh: z.string(), en: z.string() }),
        needs: z.array(z.enum(['pool', 'case', 'party', 'item'])),
      }),
    )
    .meta({
      description: 'Accounts that general vouchers may name, with the dimensions they need',
    }),
});

/** One book: what it is, its months, and what can be entered in it by hand. */
@ApiTags('books')
@Controller('api/v1/books')
export class BookController {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':id')
  @Allow(READERS_OF_BOOKS, { scope: 'books:read' })
  @ApiOperation({ summary: 'A book with its months and the accounts open to general vouchers' })
  @ApiOkResponse({ standardSchema: bookDetail })
  async book(
    @Param('id', { schema: nameInPath, pipes: [parametersPipe] }) code: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof bookDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const { id, kind, title, openedAt } = await bookOf(tx, caller, code);
      return {
        id: code,
        kind,
        title,
        openedAt: openedAt.toISOString(),
        months: await readMonths(tx, id),
        voucherAccounts: accountsOpenToVouchers().map(({ code: account, needs }) => ({
          code: account,
          name: ACCOUNT_NAMES[account] ?? { zh: account, en: account },
          needs: [...needs],
        })),
      };
    });
  }
}
