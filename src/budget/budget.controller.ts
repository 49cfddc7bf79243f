import { Controller, Get, Param, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { chart, POOLS } from '../accounting';
import { businessDate, parseBusinessDate, yearOf } from '../calendar';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { BUDGET_CATEGORIES, BUDGET_CHANGES } from '../law';
import { readBalance } from '../ledger';
import { formatYuan, subtractFen, fen, ZERO_FEN } from '../money';
import { today } from '../platform/database/today';
import {
  ApiPage,
  nameInPath,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import {
  type BudgetAmounts,
  readBudget,
  readBudgetYears,
  readLeftInLines,
  totalOf,
} from './read-budget';
import { readChanges } from './read-changes';

const amount = z.string().meta({ description: 'Yuan with two decimals' });
const year = z
  .string()
  .regex(/^2[01][0-9]{2}$/, 'must be a year 2000 to 2199')
  .transform((digits) => parseInt(digits, 10));
const asked = z.strictObject({
  year: year.optional(),
  asOf: z
    .string()
    .refine((text) => parseBusinessDate(text) !== undefined, 'must be a day YYYY-MM-DD')
    .optional(),
});
const page = pageSchema(z.tuple([z.uuid()])).extend({ year: year.optional() });

const amounts = { budgeted: amount, held: amount, spent: amount, available: amount };

const budgetSchema = z.strictObject({
  book: z.string(),
  year: z.int(),
  asOf: z.iso.date().nullable().meta({ description: 'Null: everything that is recorded' }),
  years: z.array(z.int()).meta({ description: 'Years with a budget, the latest first' }),
  pools: z.array(
    z.strictObject({
      pool: z.enum(POOLS),
      lines: z.array(
        z.strictObject({
          category: z.enum(BUDGET_CATEGORIES),
          originYear: z.int().meta({ description: 'Before the year where it was carried over' }),
          ...amounts,
        }),
      ),
      total: z.strictObject(amounts),
      outside: amount
        .nullable()
        .meta({ description: 'What the pool has now and no line of any year has; null with asOf' }),
    }),
  ),
  total: z.strictObject(amounts),
});

const changesSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      approval: z.uuid().meta({ description: 'The request by which it was approved' }),
      change: z.enum(BUDGET_CHANGES),
      pool: z.enum(POOLS),
      year: z.int(),
      amount,
      document: z.string(),
      reason: z.string(),
      donor: z.string().nullable(),
      case: z.uuid().nullable().meta({ description: 'Of damage money: whose damages it is' }),
      businessOn: z.iso.date(),
      madeBy: z.string(),
      approvedBy: z.string(),
      recordedAt: z.iso.datetime(),
      lines: z.array(
        z.strictObject({
          year: z.int(),
          category: z.enum(BUDGET_CATEGORIES),
          originYear: z.int(),
          amount: amount.meta({ description: 'Signed: below zero where the line was lowered' }),
        }),
      ),
    }),
  ),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

const ApiYear = (): MethodDecorator =>
  ApiQuery({
    name: 'year',
    required: false,
    schema: { type: 'string', pattern: '^2[01][0-9]{2}$' },
  });

const inYuan = ({ budgeted, held, spent, available }: BudgetAmounts) => ({
  budgeted: formatYuan(budgeted),
  held: formatYuan(held),
  spent: formatYuan(spent),
  available: formatYuan(available),
});

/** What each pool has that no line has, now, in yuan. */
async function outsideOf(tx: EntityManager, bookId: number): Promise<ReadonlyMap<string, string>> {
  const left = await readLeftInLines(tx, bookId);
  const outside = new Map<string, string>();
  for (const pool of POOLS) {
    const { posted, held } = await readBalance(tx, bookId, chart.quota(pool));
    outside.set(pool, formatYuan(subtractFen(fen(posted - held), left.get(pool) ?? ZERO_FEN)));
  }
  return outside;
}

/** The budget of a book (预算): what may be spent, what is held and spent, and what changed it. */
@ApiTags('budget')
@Controller('api/v1/books/:id/budget')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class BudgetController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The budget of a year by pool and line, now or as of a day' })
  @ApiYear()
  @ApiQuery({ name: 'asOf', required: false, schema: { type: 'string', format: 'date' } })
  @ApiOkResponse({ standardSchema: budgetSchema })
  async budget(
    @Param('id', { schema: nameInPath }) code: string,
    @Query({ schema: asked }) { year: askedYear, asOf }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof budgetSchema>> {
    return asCaller(
      this.dataSource,
      caller,
      async (tx) => {
        const { id } = await bookOf(tx, caller, code);
        const ofYear = askedYear ?? yearOf(businessDate(await today(tx)));
        const pools = await readBudget(tx, id, ofYear, asOf);
        const outside = asOf === undefined ? await outsideOf(tx, id) : undefined;
        return {
          book: code,
          year: ofYear,
          asOf: asOf ?? null,
          years: await readBudgetYears(tx, id),
          pools: pools.map(({ pool, lines, total }) => ({
            pool,
            lines: lines.map((line) => ({
              category: line.category,
              originYear: line.originYear,
              ...inYuan(line),
            })),
            total: inYuan(total),
            outside: outside?.get(pool) ?? null,
          })),
          total: inYuan(totalOf(pools.map(({ total }) => total))),
        };
      },
      { snapshot: true },
    );
  }

  @Get('changes')
  @ApiOperation({ summary: 'What changed the budget, the latest first, each with its approval' })
  @ApiYear()
  @ApiPage()
  @ApiOkResponse({ standardSchema: changesSchema })
  async changes(
    @Param('id', { schema: nameInPath }) code: string,
    @Query({ schema: page }) { year: ofYear, limit, cursor }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof changesSchema>> {
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const { id } = await bookOf(tx, caller, code);
      return readChanges(tx, id, { year: ofYear, before: cursor?.[0], limit });
    });
    return { items, next: nextCursor(items, limit, (last) => [last.id]) };
  }
}
