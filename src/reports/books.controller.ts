import { applyDecorators, Controller, Get, Param, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { bookOf, booksOf, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { readJournals } from '../ledger';
import { formatYuan } from '../money';
import {
  ApiPage,
  cursorNumber,
  nameInPath,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { recordBookReading } from './record-reading';
import { accountSchema, accountSelection, readAccountPage, readCaseNumbers } from './accounts';
import { amount, dimensionsOf, dimensionsSchema } from './shapes';

const cursor = z
  .string()
  .nullable()
  .meta({ description: 'For the next page; null on the last one' });

const bookPage = pageSchema(z.tuple([z.string().regex(/^[0-9]{1,9}$/)]));
const numberedPage = pageSchema(z.tuple([cursorNumber]));
const accountPage = pageSchema(
  z.tuple([z.string().regex(/^[0-9A-Z.]{1,20}$/), cursorNumber]),
).extend(accountSelection);

const bookSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['real', 'sandbox']),
  title: z.string(),
  openedAt: z.iso.datetime(),
});

const journalSchema = z.strictObject({
  number: z.string(),
  voucher: z.string(),
  businessOn: z.iso.date(),
  bookedAt: z.iso.datetime(),
  fact: z.string(),
  summary: z.string(),
  madeBy: z.string(),
  reverses: z.string().nullable(),
  entries: z.array(
    z.strictObject({
      account: z.string(),
      dimensions: dimensionsSchema,
      debit: amount.nullable(),
      credit: amount.nullable(),
      balanceAfter: amount,
      facets: z.record(z.string(), z.string()),
    }),
  ),
});

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: cursor });

const accountList = listOf(accountSchema).extend({
  total: amount.nullable().meta({
    description: 'Of all accounts that are asked for; null where none is left out',
  }),
});

/** Parameters that accounts are asked for by, each exactly. */
const FILTERS = {
  code: 'Accounts of this code',
  pool: 'Accounts of this pool',
  case: 'Accounts of the case with this number at the court',
  party: 'Accounts of this party',
  item: 'Accounts of this item',
};

const ApiAccountFilters = (): MethodDecorator =>
  applyDecorators(
    ...Object.entries(FILTERS).map(([name, description]) =>
      ApiQuery({ name, description, required: false, schema: { type: 'string' } }),
    ),
  );

/** The books, for reading: accounts with their balances, and journals. */
@ApiTags('books')
@Controller('api/v1/books')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class BooksController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Books, in the order of their opening' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: listOf(bookSchema) })
  async books(
    @CurrentCaller() caller: Caller,
    @Query({ schema: bookPage }) page: z.output<typeof bookPage>,
  ): Promise<z.infer<ReturnType<typeof listOf<typeof bookSchema>>>> {
    const after = page.cursor?.[0] ?? '0';
    const books = await asCaller(this.dataSource, caller, (tx) =>
      booksOf(tx, caller)
        .andWhere('book.id > :after', { after })
        .orderBy('book.id')
        .limit(page.limit)
        .getMany(),
    );
    return {
      items: books.map(({ code, kind, title, openedAt }) => ({
        id: code,
        kind,
        title,
        openedAt: openedAt.toISOString(),
      })),
      next: nextCursor(books, page.limit, ({ id }) => [String(id)]),
    };
  }

  @Get(':id/accounts')
  @ApiOperation({
    summary: 'Accounts of a book with their balances and total, now or at another time',
  })
  @ApiAccountFilters()
  @ApiQuery({
    name: 'asOf',
    required: false,
    description: 'Entries dated up to this business day',
    schema: { type: 'string', format: 'date' },
  })
  @ApiQuery({
    name: 'knownAt',
    required: false,
    description: 'As it was known then: what was booked up to this time',
    schema: { type: 'string', format: 'date-time' },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: accountList })
  async accounts(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
    @Query({ schema: accountPage }) page: z.output<typeof accountPage>,
  ): Promise<z.infer<typeof accountList>> {
    const { limit, cursor: from, ...selection } = page;
    const place = { limit, ...(from && { after: { code: from[0], id: BigInt(from[1]) } }) };
    const { items, last, total } = await asCaller(
      this.dataSource,
      caller,
      async (tx) => {
        const book = await bookOf(tx, caller, id);
        await recordBookReading(tx, caller, book, {
          list: 'accounts',
          filters: selection,
          isLaterPage: from !== undefined,
        });
        return readAccountPage(tx, book.id, selection, place);
      },
      { snapshot: true },
    );
    const end = () => (last === undefined ? [] : [last.code, last.id.toString()]);
    return { items, next: nextCursor(items, limit, end), total };
  }

  @Get(':id/journals')
  @ApiOperation({ summary: 'Journals of a book with their entries, in the order of posting' })
  @ApiPage()
  @ApiOkResponse({ standardSchema: listOf(journalSchema) })
  async journals(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
    @Query({ schema: numberedPage }) page: z.output<typeof numberedPage>,
  ): Promise<z.infer<ReturnType<typeof listOf<typeof journalSchema>>>> {
    const place = { after: BigInt(page.cursor?.[0] ?? '0'), limit: page.limit };
    const { journals, caseNumbers } = await asCaller(this.dataSource, caller, async (tx) => {
      const book = await bookOf(tx, caller, id);
      const { id: bookId } = book;
      await recordBookReading(tx, caller, book, {
        list: 'journals',
        isLaterPage: page.cursor !== undefined,
      });
      const found = await readJournals(tx, bookId, place);
      return { journals: found, caseNumbers: await readCaseNumbers(tx, bookId) };
    });
    return {
      items: journals.map((journal) => ({
        number: journal.number.toString(),
        voucher: journal.voucher,
        businessOn: journal.businessOn,
        bookedAt: journal.bookedAt.toISOString(),
        fact: journal.fact,
        summary: journal.summary,
        madeBy: journal.madeBy,
        reverses: journal.reverses?.toString() ?? null,
        entries: journal.entries.map((entry) => ({
          account: entry.code,
          dimensions: dimensionsOf(entry.dimensions, caseNumbers),
          debit: entry.amount > 0n ? formatYuan(entry.amount) : null,
          credit: entry.amount < 0n ? formatYuan(-entry.amount) : null,
          balanceAfter: formatYuan(entry.balanceAfter),
          facets: { ...entry.facets },
        })),
      })),
      next: nextCursor(journals, page.limit, (last) => [last.number.toString()]),
    };
  }
}
