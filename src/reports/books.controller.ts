import { Controller, Get, Param, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { ACCOUNT_NAMES } from '../accounting';
import { parseBusinessDate } from '../calendar';
import { LitigationCase } from '../cases';
import {
  bookOf,
  booksOf,
  Allow,
  asCaller,
  type Caller,
  CurrentCaller,
  READERS_OF_BOOKS,
} from '../identity';
import {
  type AccountBalance,
  type BalanceAt,
  readAccounts,
  readAccountsAt,
  readJournals,
} from '../ledger';
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

const amount = z.string().meta({ description: 'Yuan with two decimals; debit positive' });
const cursor = z
  .string()
  .nullable()
  .meta({ description: 'For the next page; null on the last one' });

const bookPage = pageSchema(z.tuple([z.string().regex(/^[0-9]{1,9}$/)]));
const isBusinessDate = (text: string): boolean => parseBusinessDate(text) !== undefined;

const numberedPage = pageSchema(z.tuple([cursorNumber]));
const accountPage = pageSchema(
  z.tuple([z.string().regex(/^[0-9A-Z.]{1,20}$/), cursorNumber]),
).extend({
  asOf: z.string().refine(isBusinessDate, 'must be a day YYYY-MM-DD').optional(),
  knownAt: z.iso.datetime({ offset: true }).optional(),
});

const bookSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['real', 'sandbox']),
  title: z.string(),
  openedAt: z.iso.datetime(),
});

const dimensionsSchema = z.strictObject({
  pool: z.string().optional(),
  case: z.string().optional().meta({ description: 'Number of the case at the court' }),
  party: z.string().optional(),
  item: z.string().optional(),
});

const accountSchema = z.strictObject({
  code: z.string(),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  dimensions: dimensionsSchema,
  section: z.enum(['main', 'memo']),
  posted: amount,
  held: amount.nullable().meta({ description: 'Null at another time than now' }),
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

/** The dimensions of an account by name, the case by its number. */
function dimensionsOf(
  values: readonly string[],
  caseNumbers: ReadonlyMap<string, string>,
): z.infer<typeof dimensionsSchema> {
  const names = ['pool', 'case', 'party', 'item'] as const;
  const used = names.map((name, index) => {
    const value = values[index] ?? '';
    return [name, name === 'case' ? (caseNumbers.get(value) ?? value) : value] as const;
  });
  return Object.fromEntries(used.filter(([, value]) => value !== ''));
}

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
  @ApiOperation({ summary: 'Accounts of a book with their balances, now or at another time' })
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
  @ApiOkResponse({ standardSchema: listOf(accountSchema) })
  async accounts(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
    @Query({ schema: accountPage }) page: z.output<typeof accountPage>,
  ): Promise<z.infer<ReturnType<typeof listOf<typeof accountSchema>>>> {
    const after = page.cursor && { code: page.cursor[0], id: BigInt(page.cursor[1]) };
    const place = { limit: page.limit, ...(after && { after }) };
    const { asOf, knownAt } = page;
    const moment = {
      ...(asOf !== undefined && { asOf }),
      ...(knownAt !== undefined && { knownAt }),
    };
    const isNow = asOf === undefined && knownAt === undefined;
    const { accounts, caseNumbers } = await asCaller(this.dataSource, caller, async (tx) => {
      const book = await bookOf(tx, caller, id);
      const { id: bookId } = book;
      await recordBookReading(tx, caller, book, {
        list: 'accounts',
        filters: moment,
        isLaterPage: after !== undefined,
      });
      const found: readonly (AccountBalance | BalanceAt)[] = isNow
        ? await readAccounts(tx, bookId, place)
        : await readAccountsAt(tx, bookId, moment, place);
      return { accounts: found, caseNumbers: await readCaseNumbers(tx, bookId) };
    });
    return {
      items: accounts.map((account) => ({
        code: account.code,
        name: ACCOUNT_NAMES[account.code] ?? { zh: account.code, en: account.code },
        dimensions: dimensionsOf(account.dimensions, caseNumbers),
        section: account.section,
        posted: formatYuan(account.posted),
        held: account.held === null ? null : formatYuan(account.held),
      })),
      next: nextCursor(accounts, page.limit, (last) => [last.code, last.id.toString()]),
    };
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

async function readCaseNumbers(
  tx: EntityManager,
  bookId: number,
): Promise<ReadonlyMap<string, string>> {
  const cases = await tx.find(LitigationCase, {
    select: { id: true, number: true },
    where: { bookId },
  });
  return new Map(cases.map(({ id, number }) => [id, number]));
}
