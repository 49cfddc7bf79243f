import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { asCaller, type Caller } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import type { Closing } from '../ledger';
import { ApiProblem } from '../platform/http/describe-problems';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import { checkClosing, closeHeldMonth, holdMonth, type MonthInPath } from './change-month';

const bookInPath = { schema: nameInPath, pipes: [parametersPipe] };
const monthInPath = {
  schema: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be YYYY-MM'),
  pipes: [parametersPipe],
};

const monthState = z.strictObject({
  month: z.string().meta({ description: 'YYYY-MM' }),
  state: z.enum(['open', 'on_hold']),
});
const closingSchema = z.strictObject({
  month: z.string().meta({ description: 'YYYY-MM' }),
  version: z.int().meta({ description: '1 the first time, one more after each reopening' }),
  throughJournal: z.string().meta({ description: 'The last journal that the snapshot has seen' }),
  accounts: z.int(),
});

const shown = (month: string, closing: Closing): z.infer<typeof closingSchema> => ({
  month,
  version: closing.version,
  throughJournal: closing.throughJournal.toString(),
  accounts: closing.accounts,
});

/** The closing of months: one person puts a month on hold, another one closes it. */
@ApiTags('books')
@Controller('api/v1/books/:book/months/:month')
export class MonthsController {
  constructor(private readonly dataSource: DataSource) {}

  @Post('hold')
  @Records('month.hold', 'period/:book/:month')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'Put an open month on hold: it takes adjusting entries only' })
  @ApiProblem(422, 'PERIOD_NOT_OPEN')
  @ApiOkResponse({ standardSchema: monthState })
  async hold(
    @Param('book', bookInPath) book: string,
    @Param('month', monthInPath) month: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof monthState>> {
    await this.act(caller, (tx) => holdMonth(tx, caller, { book, month }, true));
    return { month, state: 'on_hold' };
  }

  @Post('release')
  @Records('month.hold_off', 'period/:book/:month')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'Take a month off hold: it takes every entry again' })
  @ApiProblem(422, 'MONTH_NOT_ON_HOLD')
  @ApiOkResponse({ standardSchema: monthState })
  async release(
    @Param('book', bookInPath) book: string,
    @Param('month', monthInPath) month: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof monthState>> {
    await this.act(caller, (tx) => holdMonth(tx, caller, { book, month }, false));
    return { month, state: 'open' };
  }

  @Get('closing')
  @Allow(['approver'])
  @ApiOperation({ summary: 'What closing the month would do now, or what stands against it' })
  @ApiProblem(409, 'MONTH_ALREADY_CLOSED', 'BALANCES_DIFFER')
  @ApiProblem(
    422,
    'MONTH_NOT_ON_HOLD',
    'CLOSING_NEEDS_ANOTHER',
    'MONTH_HAS_UNPOSTED',
    'MONTH_OUT_OF_ORDER',
  )
  @ApiOkResponse({ standardSchema: closingSchema })
  async check(
    @Param('book', bookInPath) book: string,
    @Param('month', monthInPath) month: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof closingSchema>> {
    const of: MonthInPath = { book, month };
    return shown(month, await this.act(caller, (tx) => checkClosing(tx, caller, of)));
  }

  @Post('close')
  @Records('month.close', 'period/:book/:month')
  @HttpCode(200)
  @Allow(['approver'], { stepUp: true })
  @ApiOperation({ summary: 'Close a month that somebody else put on hold' })
  @ApiProblem(409, 'MONTH_ALREADY_CLOSED', 'BALANCES_DIFFER')
  @ApiProblem(
    422,
    'MONTH_NOT_ON_HOLD',
    'CLOSING_NEEDS_ANOTHER',
    'MONTH_HAS_UNPOSTED',
    'MONTH_OUT_OF_ORDER',
  )
  @ApiOkResponse({ standardSchema: closingSchema })
  async close(
    @Param('book', bookInPath) book: string,
    @Param('month', monthInPath) month: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof closingSchema>> {
    const of: MonthInPath = { book, month };
    return shown(month, await this.act(caller, (tx) => closeHeldMonth(tx, caller, of)));
  }

  private act<T>(caller: Caller, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return asCaller(this.dataSource, caller, work);
  }
}
